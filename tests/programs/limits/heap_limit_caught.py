# tenure: -X heap=64M
"""Under a heap limit an allocation that does not fit raises MemoryError, which a program catches and survives."""
def fill_list():
    keep = []
    while True: keep.append([len(keep)] * 50)
def fill_dict():
    d = {}
    while True: d[len(d)] = str(len(d)) * 20
def double():
    s = "x"
    while True: s += s
def chain():
    c = None
    while True: c = (c, [c])
def one_list(): return [None] * (1 << 26)
def one_bytes(): return bytearray(1 << 28)
def comprehension(): return [[i] for i in range(100_000_000)]
def generator(): return list(str(i) * 10 for i in range(100_000_000))
class N:
    def __init__(self, n): self.n = n; self.pad = [0] * 10
def objects():
    head = None
    while True: head = N(head)
def sets():
    s = set()
    while True: s.add(len(s))
def join(): return "".join(str(i) * 50 for i in range(10_000_000))
for f in (fill_list, fill_dict, double, chain, one_list, one_bytes, comprehension, generator, objects, sets, join):
    for _ in range(2):
        try: f(); print(f.__name__, "finished")
        except MemoryError as e: print(f.__name__, "MemoryError", end="; ")
    print()
data = [list(range(100)) for _ in range(1000)]
print(sum(map(sum, data)), len("still alive" * 1000))
