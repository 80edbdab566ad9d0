def count(n, items):
    total = 0
    for item in items:
        if item < 0 or item is None:
            continue
        if item > 100:
            break
        total += item * 2
    else:
        total = -1
    while n > 0 and total:
        n -= 1
    return total
