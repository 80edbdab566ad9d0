"""Heaps and searches: values that compare without Python, and objects whose comparisons run it, fail, or interfere."""
import bisect
import heapq


class Item:
    def __init__(self, key):
        self.key = key

    def __lt__(self, other):
        return self.key < other.key

    def __repr__(self):
        return f"I{self.key}"


def numbers(n, seed=12345):
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed % 1000


def drain(heap, pop):
    return [pop(heap) for _ in range(len(heap))]


for make in (int, float, str, lambda k: (k % 7, -k), Item, lambda k: k if k % 3 else Item.__call__(k).key + 0.5):
    values = [make(k) for k in numbers(40)]
    heap = []
    for value in values:
        heapq.heappush(heap, value)
    same = list(values)
    heapq.heapify(same)
    print(drain(heap, heapq.heappop))
    print(heapq.heapreplace(same, values[7]), heapq.heappushpop(same, values[3]), drain(same, heapq.heappop)[:10])
    largest = list(values)
    heapq.heapify_max(largest)
    heapq.heappush_max(largest, values[0])
    print(heapq.heappop_max(largest), heapq.heapreplace_max(largest, values[1]), heapq.heappushpop_max(largest, values[2]))
    print(drain(largest, heapq.heappop_max)[:10])
    print(heapq.nsmallest(4, values), heapq.nlargest(4, values, key=lambda v: v))

print(list(heapq.merge([1, 4, 9], [2, 3], [0, 10])), list(heapq.merge([9, 1], [8, 2], reverse=True)))


class Vandal:
    def __lt__(self, other):
        heap.clear()
        return True


heap = [Vandal() for _ in range(8)]
for attempt in (lambda: heapq.heappush(heap, Vandal()), lambda: heapq.heappop([]), lambda: heapq.heapify((1,)),
                lambda: heapq.heappush(1, 2), lambda: heapq.heapreplace([], 1), lambda: heapq.heapify([1, "a", 2]),
                lambda: heapq.heappushpop([], 5)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)

ordered = sorted(numbers(30))
print(ordered)
for x in (-1, 0, 500, 999, 1000, 499.5, ordered[10]):
    print(x, bisect.bisect_left(ordered, x), bisect.bisect_right(ordered, x), bisect.bisect(ordered, x, 5), bisect.bisect(ordered, x, hi=9))
words = ["a", "bb", "bb", "ccc", "dddd"]
print(bisect.bisect_left(words, 2, key=len), bisect.bisect_right(words, 2, key=len), bisect.bisect("bdf", "d"), bisect.bisect(range(0, 100, 3), 50))
items = [Item(k) for k in (1, 3, 5, 5, 7)]
print(bisect.bisect_left(items, Item(5)), bisect.bisect_right(items, Item(5)))
bisect.insort(items, Item(4))
bisect.insort_left(words, "xx", key=len)
bisect.insort_right(ordered, 500.5)
print(items, words, ordered[14:18])
for attempt in (lambda: bisect.bisect([1], 1, -1), lambda: bisect.bisect([1, 2], 1, 0, 9), lambda: bisect.bisect(1, 1),
                lambda: bisect.bisect([1, 2], "x"), lambda: bisect.insort((1,), 2), lambda: bisect.bisect([1])):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
