"""Containers filled from, compared with, or shown through arbitrary objects."""


def iter_contains(container, item):
    for candidate in container:
        if candidate is item or candidate == item:
            return True
    return False


def list_extend(target, iterable):
    for item in iterable:
        list_append(target, item)


def sized(iterable):
    """What to take the items from, after the iterable was asked for its length."""
    if not has_length_hint(iterable):
        return iterable
    items = iter(iterable)
    check_length_hint(iterable)
    return items


def list_extend_sized(target, iterable):
    for item in sized(iterable):
        list_append(target, item)


def list_sized(iterable):
    return [item for item in sized(iterable)]


def list_from(iterable):
    return [item for item in iterable]


def tuple_from(iterable):
    return seq_tuple([item for item in iterable])


def set_from(iterable):
    return {item for item in iterable}


def set_add_all(target, iterable):
    for item in iterable:
        set_add(target, item)
    return target


def dict_add_all(target, pairs):
    i = 0
    n = seq_len(pairs)
    while i < n:
        dict_set(target, seq_item(pairs, i), seq_item(pairs, i + 1))
        i += 2
    return target


def dict_update_mapping(target, mapping):
    for key in mapping.keys():
        dict_set(target, key, mapping[key])


def dict_merge(target, mapping, call):
    for key in mapping.keys():
        if dict_contains(target, key):
            raise TypeError(f"{call} got multiple values for keyword argument '{key}'")
        dict_set(target, key, mapping[key])


def dict_update(target, other):
    if hasattr(other, "keys"):
        for key in other.keys():
            dict_set(target, key, other[key])
    else:
        dict_update_rest(target, ..., other, 0)


def dict_update_rest(target, first, pairs, number):
    """Stores the pairs from this number on; `first` is the first of them, or `...` if that is still to be read."""
    if first is not ...:
        first = dict_pair(first, number)
        dict_set(target, seq_item(first, 0), seq_item(first, 1))
        number += 1
    for pair in pairs:
        pair = dict_pair(pair, number)
        dict_set(target, seq_item(pair, 0), seq_item(pair, 1))
        number += 1


def dict_pair(pair, number):
    if not is_iterable(pair):
        error = TypeError("object is not iterable")
        error.add_note(f"Cannot convert dictionary update sequence element #{number} to a sequence")
        raise error
    try:
        items = [item for item in pair]
    except TypeError as error:
        error.add_note(f"Cannot convert dictionary update sequence element #{number} to a sequence")
        raise
    n = seq_len(items)
    if n != 2:
        raise ValueError(f"dictionary update sequence element #{number} has length {n}; 2 is required")
    return items


def dict_fromkeys(target, iterable, value):
    for key in iterable:
        target[key] = value
    return target


def dict_eq(a, b):
    if dict_len(a) != dict_len(b):
        return False
    for key in dict_keys_list(a):
        index = dict_find(b, key)
        if index is None:
            return False
        x = dict_get(a, key)
        y = dict_value_at(b, index)
        if not (x is y or x == y):
            return False
    return True


def seq_compare(a, b, op):
    """Lists or tuples; op: 0 <, 1 <=, 2 >, 3 >=, 4 ==, 5 !=."""
    if op >= 4 and seq_len(a) != seq_len(b):
        return op == 5
    i = 0
    while i < seq_len(a) and i < seq_len(b):
        x = seq_item(a, i)
        y = seq_item(b, i)
        if not (x is y or x == y):
            if op == 0:
                return x < y
            if op == 1:
                return x <= y
            if op == 2:
                return x > y
            if op == 3:
                return x >= y
            return op == 5
        i += 1
    m = seq_len(a)
    n = seq_len(b)
    if op == 0:
        return m < n
    if op == 1:
        return m <= n
    if op == 2:
        return m > n
    if op == 3:
        return m >= n
    if op == 4:
        return m == n
    return m != n


def seq_contains(items, wanted):
    i = 0
    while i < seq_len(items):
        item = seq_item(items, i)
        if item is wanted or item == wanted:
            return True
        i += 1
    return False


def seq_count(items, wanted):
    count = 0
    i = 0
    while i < seq_len(items):
        item = seq_item(items, i)
        if item is wanted or item == wanted:
            count += 1
        i += 1
    return count


def seq_index(items, wanted, start, stop):
    """The first place of `wanted` in items[start:stop], or -1."""
    i = start
    while i < stop and i < seq_len(items):
        item = seq_item(items, i)
        if item is wanted or item == wanted:
            return i
        i += 1
    return -1


def list_index(items, wanted, start, stop):
    i = seq_index(items, wanted, start, stop)
    if i < 0:
        raise ValueError("list.index(x): x not in list")
    return i


def tuple_index(items, wanted, start, stop):
    i = seq_index(items, wanted, start, stop)
    if i < 0:
        raise ValueError("tuple.index(x): x not in tuple")
    return i


def memoryview_index(items, wanted, start, stop):
    i = seq_index(items, wanted, start, stop)
    if i < 0:
        raise ValueError("memoryview.index(x): x not found")
    return i


def bytes_from(iterable):
    """`bytes` of an iterable whose items may have to be asked for `__index__`."""
    return bytes_of_list([as_index(item) for item in sized(iterable)], False)


def bytearray_extend(array, iterable):
    bytearray.extend(array, bytes_of_list([as_index(item) for item in sized(iterable)], True))


def list_remove(items, wanted):
    i = seq_index(items, wanted, 0, 1 << 60)
    if i < 0:
        raise ValueError("list.remove(x): x not in list")
    list_delete(items, i)


def range_index(items, wanted):
    i = 0
    for item in items:
        if item is wanted or item == wanted:
            return i
        i += 1
    raise ValueError("sequence.index(x): x not in sequence")


def range_count(items, wanted):
    count = 0
    for item in items:
        if item is wanted or item == wanted:
            count += 1
    return count


def list_set_slice(target, start, stop, step, iterable):
    """target[start:stop:step] = iterable; the numbers are those of slice.indices."""
    list_assign(target, start, stop, step, [item for item in iterable])


def seq_repr(value, opening, closing):
    if not repr_enter(value):
        return opening + "..." + closing
    try:
        parts = []
        i = 0
        while i < seq_len(value):
            list_append(parts, repr(seq_item(value, i)))
            i += 1
        if opening == "(" and i == 1:
            closing = ",)"
        return opening + str_join(", ", parts) + closing
    finally:
        repr_leave(value)


def dict_repr(value):
    if not repr_enter(value):
        return "{...}"
    try:
        parts = []
        for key, item in dict_items(value):
            list_append(parts, repr(key) + ": " + repr(item))
        return "{" + str_join(", ", parts) + "}"
    finally:
        repr_leave(value)


def set_repr(value, name):
    """`name` is empty for exact sets."""
    if not repr_enter(value):
        return (name or "set") + "(...)"
    try:
        parts = [repr(item) for item in set_items(value)]
        text = "{" + str_join(", ", parts) + "}"
        return name + "(" + text + ")" if name else text
    finally:
        repr_leave(value)


def view_repr(view, name):
    if not repr_enter(view):
        return "..."
    try:
        return name + "(" + repr([item for item in view]) + ")"
    finally:
        repr_leave(view)


def call_repr(name, parts):
    return name + "(" + str_join(", ", [repr(part) for part in parts]) + ")"


def tuple_hash(items):
    return hash_of_hashes([hash(item) for item in items])


# Sets. `other` is any iterable unless a name says more.

def set_intersection(source, other, result):
    if is_set(other):
        if set_len(other) > set_len(source):
            source, other = other, source
        for item in set_items(other):
            if set_contains(source, item):
                set_add(result, item)
    else:
        for item in other:
            if set_contains(source, item):
                set_add(result, item)
    return result


def set_difference(source, other, result):
    if is_set(other):
        for item in set_items(source):
            if not set_contains(other, item):
                set_add(result, item)
        return result
    set_add_all(result, set_items(source))
    for item in other:
        set_discard(result, item)
    return result


def set_difference_update(target, other):
    if target is other:
        set_clear(target)
        return
    for item in other:
        set_discard(target, item)


def set_symmetric(target, other):
    """In place; `other` is a set that is not `target`."""
    for item in set_items(other):
        if set_contains(target, item):
            set_discard(target, item)
        else:
            set_add(target, item)
    return target


def set_subset(a, b):
    if set_len(a) > set_len(b):
        return False
    for item in set_items(a):
        if not set_contains(b, item):
            return False
    return True


def set_disjoint(a, other):
    for item in other:
        if set_contains(a, item):
            return False
    return True


def set_reduce(value):
    return type(value), (set_items(value),), object_getstate(value)


def keys_disjoint(view, other):
    for item in other:
        if item in view:
            return False
    return True


def set_view_and(a, b):
    result = new_set()
    for item in b:
        if item in a:
            set_add(result, item)
    return result


def set_view_or(a, b):
    result = new_set()
    set_add_all(result, a)
    set_add_all(result, b)
    return result


def set_view_sub(a, b):
    result = new_set()
    set_add_all(result, a)
    for item in b:
        set_discard(result, item)
    return result


def set_view_xor(a, b):
    result = new_set()
    set_add_all(result, a)
    other = new_set()
    set_add_all(other, b)
    return set_symmetric(result, other)


def view_subset(a, b):
    for item in a:
        if item not in b:
            return False
    return True


# Sorting. A stable merge sort that only asks `<`.

def list_sort(target, key, reverse):
    items = list_take(target)
    done = items
    try:
        if key is None:
            keys = list_copy(items)
        else:
            keys = [key(item) for item in items]
        done = sort_items(keys, items, reverse)
    finally:
        changed = list_put_back(target, done)
    if changed:
        raise ValueError("list modified during sort")


def sorted_list(iterable, key, reverse):
    items = [item for item in sized(iterable)]
    list_sort(items, key, reverse)
    return items


def sort_items(keys, items, reverse):
    """A new list of the items in the order of their keys."""
    if reverse:
        list_reverse(keys)
        items = list_copy(items)
        list_reverse(items)
    result = sort_leaf(keys, items)
    if result is None:
        result = merge_sort(keys, items)
    if reverse:
        list_reverse(result)
    return result


def merge_sort(keys, items):
    n = seq_len(keys)
    pairs = []
    i = 0
    while i < n:
        list_append(pairs, (seq_item(keys, i), seq_item(items, i)))
        i += 1
    # Long stretches that are in order already are found first.
    runs = []
    start = 0
    while start < n:
        stop = run_end(pairs, start, n)
        least = start + 8
        if least > n:
            least = n
        if stop < least:
            insert_run(pairs, start, stop, least)
            stop = least
        list_append(runs, pairs[start:stop])
        start = stop
    while seq_len(runs) > 1:
        merged = []
        i = 0
        while i + 1 < seq_len(runs):
            list_append(merged, merge_runs(seq_item(runs, i), seq_item(runs, i + 1)))
            i += 2
        if i < seq_len(runs):
            list_append(merged, seq_item(runs, i))
        runs = merged
    return [pair[1] for pair in runs[0]] if runs else []


def run_end(pairs, start, n):
    """The end of the run at `start`; a strictly descending one is turned round."""
    stop = start + 1
    if stop >= n:
        return n
    if pairs[stop][0] < pairs[start][0]:
        stop += 1
        while stop < n and pairs[stop][0] < pairs[stop - 1][0]:
            stop += 1
        pairs[start:stop] = pairs[start:stop][::-1]
    else:
        stop += 1
        while stop < n and not pairs[stop][0] < pairs[stop - 1][0]:
            stop += 1
    return stop


def insert_run(pairs, start, stop, end):
    while stop < end:
        pair = pairs[stop]
        key = pair[0]
        low = start
        high = stop
        while low < high:
            middle = (low + high) >> 1
            if key < pairs[middle][0]:
                high = middle
            else:
                low = middle + 1
        list_delete(pairs, stop)
        list_insert(pairs, low, pair)
        stop += 1


def merge_runs(a, b):
    result = []
    i = j = 0
    m = seq_len(a)
    n = seq_len(b)
    while i < m and j < n:
        if b[j][0] < a[i][0]:
            list_append(result, b[j])
            j += 1
        else:
            list_append(result, a[i])
            i += 1
    return result + a[i:] + b[j:]
