# Searches that compare or take keys through Python.


def _range(a, lo, hi):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    return lo, len(a) if hi is None or hi == -1 else hi


def _bisect_left(a, x, lo, hi, key):
    lo, hi = _range(a, lo, hi)
    while lo < hi:
        mid = (lo + hi) // 2
        item = a[mid] if key is None else key(a[mid])
        if item < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def _bisect_right(a, x, lo, hi, key):
    lo, hi = _range(a, lo, hi)
    while lo < hi:
        mid = (lo + hi) // 2
        item = a[mid] if key is None else key(a[mid])
        if x < item:
            hi = mid
        else:
            lo = mid + 1
    return lo


def _insort_left(a, x, lo, hi, key):
    place = _bisect_left(a, x if key is None else key(x), lo, hi, key)
    a.insert(place, x)


def _insort_right(a, x, lo, hi, key):
    place = _bisect_right(a, x if key is None else key(x), lo, hi, key)
    a.insert(place, x)
