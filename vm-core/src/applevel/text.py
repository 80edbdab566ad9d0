"""Methods of text that ask arbitrary objects."""


def encode_registered(text, encoding, errors):
    """With an encoding or an error handler that the machine itself does not know."""
    import _codecs
    return _codecs._encode_text(text, encoding, errors)


def decode_registered(data, encoding, errors):
    import _codecs
    return _codecs._decode_text(data, encoding, errors)


def str_translate(text, table):
    parts = []
    for character in text:
        try:
            new = table[ord(character)]
        except LookupError:
            list_append(parts, character)
            continue
        if new is None:
            continue
        if isinstance(new, int):
            if not 0 <= new <= 0x10FFFF:
                raise ValueError("character mapping must be in range(0x110000)")
            new = chr(new)
        elif not isinstance(new, str):
            raise TypeError("character mapping must return integer, None or str")
        list_append(parts, new)
    return str_join("", parts)


def find_indexed(items):
    """A search whose bounds have to be asked for `__index__`."""
    method, text, wanted, start, end = items
    if start is not None:
        start = start.__index__()
    if end is not None:
        end = end.__index__()
    return getattr(text, method)(wanted, start, end)


def str_format(template, args, keywords):
    """`args` is None for format_map."""
    return format_fields(template, args, keywords, [None], 2)


def format_fields(template, args, keywords, numbering, depth):
    if depth <= 0:
        raise ValueError("Max string recursion exceeded")
    parts = []
    for literal, name, conversion, spec, nested in format_pieces(template):
        if literal:
            list_append(parts, literal)
        if name is None:
            continue
        first, steps = format_field_name(name)
        if first == "" or isinstance(first, int):
            first = format_number_field(first, numbering)
            if args is None:
                raise ValueError("Format string contains positional fields")
            if first >= len(args):
                raise IndexError(f"Replacement index {first} out of range for positional args tuple")
            value = args[first]
        else:
            value = keywords[first]
        for is_attribute, key in steps:
            if is_attribute:
                value = getattr(value, key)
            else:
                value = value[key]
        if conversion == "r":
            value = repr(value)
        elif conversion == "s":
            value = str(value)
        elif conversion == "a":
            value = ascii(value)
        if nested:
            spec = format_fields(spec, args, keywords, numbering, depth - 1)
        list_append(parts, format(value, spec))
    return str_join("", parts)


def format_number_field(first, numbering):
    if first == "":
        if numbering[0] == "manual":
            raise ValueError("cannot switch from manual field specification to automatic field numbering")
        first = 0 if numbering[0] is None else numbering[0]
        numbering[0] = first + 1
        return first
    if isinstance(numbering[0], int):
        raise ValueError("cannot switch from automatic field numbering to manual field specification")
    numbering[0] = "manual"
    return first


def percent_general(template, values):
    single = not isinstance(values, tuple)
    mapping = hasattr(values, "__getitem__") and single and not isinstance(values, str)
    return percent_run(percent_events(template), values, single, mapping, percent_item, "string")


def percent_run(events, values, single, mapping, convert, what):
    """Formats the events of a template one after the other; `convert` makes the text of an item."""
    parts = []
    used = 0
    count = 1 if single else seq_len(values)
    value = missing = object()
    width = precision = None
    for event in events:
        kind = event[0]
        if kind == 0:
            list_append(parts, event[1])
            continue
        if kind == 1:
            if not mapping:
                raise TypeError("format requires a mapping")
            value = values[event[1]]
            used = count
            continue
        if kind == 5:
            raise event[1]
        if kind == 4 and value is not missing:
            item = value
            value = missing
        else:
            if used >= count:
                raise TypeError("not enough arguments for format string")
            item = values if single else seq_item(values, used)
            used += 1
        if kind == 4:
            list_append(parts, convert(event, width, precision, item))
            width = precision = None
            continue
        if not isinstance(item, int):
            raise TypeError("* wants int")
        if kind == 2:
            width = item
        else:
            precision = item
    if used < count and not mapping:
        raise TypeError(f"not all arguments converted during {what} formatting")
    return str_join("", parts)


def percent_item(event, width, precision, item):
    if event[5] is not None:
        raise event[5]
    letter = event[1]
    if letter == "s":
        item = str(item)
    elif letter == "r":
        item = repr(item)
    elif letter == "a":
        item = ascii(item)
    elif letter in "diu" and not isinstance(item, int):
        if not (hasattr(type(item), "__int__") or hasattr(type(item), "__index__")) or isinstance(item, complex):
            raise TypeError(f"%{letter} format: a real number is required, not {type(item).__name__}")
        item = int(item)
    elif letter in "oxX" and not isinstance(item, int):
        if not hasattr(type(item), "__index__"):
            raise TypeError(f"%{letter} format: an integer is required, not {type(item).__name__}")
        item = item.__index__()
    elif letter in "eEfFgG":
        item = percent_float(item)
    elif letter == "c" and not isinstance(item, (int, str)):
        if not hasattr(type(item), "__index__"):
            raise TypeError(f"%c requires an int or a unicode character, not {type(item).__name__}")
        item = item.__index__()
    return percent_write(event, width, precision, item)


def percent_float(item):
    if not (hasattr(type(item), "__float__") or hasattr(type(item), "__index__")):
        raise TypeError(f"must be real number, not {type(item).__name__}")
    return float(item)


def percent_bytes(events, values):
    """The formatted bytes as Latin-1 text."""
    single = not isinstance(values, tuple)
    mapping = single and hasattr(type(values), "__getitem__") and not is_bytes_kind(values) and not isinstance(values, str)
    return percent_run(events, values, single, mapping, percent_bytes_write, "bytes")


def percent_bytes_write(event, width, precision, item):
    if event[6] is not None:
        raise event[6]
    return percent_write(event, width, precision, percent_bytes_item(event[5], item))


def percent_bytes_item(letter, item):
    if letter in "sb":
        return percent_contents(item)
    if letter in "ra":
        return ascii(item)
    if letter == "c":
        return latin1_of_byte(item)
    if letter in "eEfFgG":
        if isinstance(item, float):
            return item
        if not (hasattr(type(item), "__float__") or hasattr(type(item), "__index__")):
            raise TypeError(f"float argument required, not {type(item).__name__}")
        return float(item)
    if isinstance(item, int):
        return item
    if letter in "diu":
        if not (hasattr(type(item), "__int__") or hasattr(type(item), "__index__")) or isinstance(item, complex):
            raise TypeError(f"%{letter} format: a real number is required, not {type(item).__name__}")
        return int(item)
    if not hasattr(type(item), "__index__"):
        raise TypeError(f"%{letter} format: an integer is required, not {type(item).__name__}")
    return item.__index__()


def percent_contents(item):
    if is_bytes_kind(item):
        return latin1_of_bytes(item)
    if hasattr(type(item), "__bytes__") or hasattr(type(item), "__buffer__"):
        return latin1_of_bytes(bytes(item))
    raise TypeError(
        f"%b requires a bytes-like object, or an object that implements __bytes__, not '{type(item).__name__}'"
    )
