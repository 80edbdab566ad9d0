"""A code tree in a heap; encode and decode give back the text."""
import heapq
def code(text):
    freq = {}
    for c in text: freq[c] = freq.get(c, 0) + 1
    heap = [(n, i, c) for i, (c, n) in enumerate(sorted(freq.items()))]
    heapq.heapify(heap); i = len(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], i, (a[2], b[2]))); i += 1
    table = {}
    def walk(t, p):
        if isinstance(t, tuple): walk(t[0], p + "0"); walk(t[1], p + "1")
        else: table[t] = p or "0"
    walk(heap[0][2], "")
    return table, heap[0][2]
text = "it was the best of times, it was the worst of times"
table, tree = code(text)
bits = "".join(table[c] for c in text)
out, t = [], tree
for b in bits:
    t = t[int(b)]
    if isinstance(t, str): out.append(t); t = tree
print("".join(out) == text, len(bits), len(text) * 8)
for c, b in sorted(table.items(), key=lambda p: (len(p[1]), p[1])): print(repr(c), b)
