# Sums and products over any iterable; the natives hand over what they cannot fold themselves.


def _dist_of_iterables(p, q):
    return dist(tuple(p), tuple(q))


def _fsum_of_iterable(seq):
    partials = [0.0, 0.0]
    for x in seq:
        _fsum_add(partials, x)
    return _fsum_end(partials)


def _prod_of_iterable(iterable, start):
    product = start
    for item in iterable:
        product = product * item
    return product


def _sumprod_of_iterables(p, q):
    ps, qs = [], []
    rest_p, rest_q = iter(p), iter(q)
    end = object()
    while True:
        a = next(rest_p, end)
        b = next(rest_q, end)
        if a is end or b is end:
            break
        ps.append(a)
        qs.append(b)
    if a is not b:
        raise ValueError("Inputs are not the same length")
    total, floats, done = _sumprod_start(ps, qs)
    if floats is not None:
        total = total + floats
    for index in range(done, len(ps)):
        total = total + ps[index] * qs[index]
    return total
