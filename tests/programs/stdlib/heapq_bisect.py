"""heapq and bisect: every function, with keys and bad arguments."""
import heapq, bisect
h = [5, 1, 8, 3]; heapq.heapify(h); print(h, heapq.heappop(h), heapq.heappush(h, 0), h, heapq.heappushpop(h, 4), heapq.heapreplace(h, 9), h, heapq.nlargest(2, h), heapq.nsmallest(2, h), heapq.nlargest(2, "hello", key=ord), list(heapq.merge([1, 4], [2, 3], [0, 9])), list(heapq.merge([4, 1], [3], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
data = [(i * 7919) % 1009 for i in range(500)]; q = []
for d in data: heapq.heappush(q, d)
print([heapq.heappop(q) for _ in range(len(q))] == sorted(data), heapq.nsmallest(3, data), heapq.nlargest(3, data), heapq.nsmallest(0, data), heapq.nlargest(1, [5]), heapq.nsmallest(10, [2, 1])); m = [1, 5, 2]; heapq.heapify_max(m); print(m, heapq.heappop_max(m), m)
for f in (lambda: heapq.heappop([]), lambda: heapq.heapify(5), lambda: heapq.heappush((), 1), lambda: heapq.heapify([1, "a"]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappushpop([], 1), lambda: heapq.nlargest(1, 5), lambda: list(heapq.merge([1], 5))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class T:
    def __init__(self, p): self.p = p
    def __lt__(self, o): return self.p < o.p
h = []
for p in (3, 1, 2): heapq.heappush(h, T(p))
print([heapq.heappop(h).p for _ in range(3)]); a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 3), bisect.bisect_left(a, 0), bisect.bisect_right(a, 9), bisect.bisect_left(a, 3, 2), bisect.bisect(a, 3, 0, 2), bisect.insort(a, 4), a, bisect.insort_left(a, 3), a, bisect.bisect_left([(1, "a"), (3, "b")], 2, key=lambda p: p[0]), bisect.bisect("abd", "c"), bisect.bisect_left([], 1)); w = ["a", "ccc"]; bisect.insort(w, "bb", key=len); print(w)
for f in (lambda: bisect.bisect([1, "a"], 1.5) if 0 else bisect.bisect([1], "a"), lambda: bisect.bisect(5, 1), lambda: bisect.bisect([1], 1, -1), lambda: bisect.insort((1,), 2), lambda: bisect.bisect()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
