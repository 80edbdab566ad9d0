# tenure: -X heap=32M
"""A program whose live data fit under the limit never sees it, however much it allocates."""
total = 0
for i in range(20000):
    block = [i] * 1000
    text = "t" * 1000 + str(i)
    total += len(block) + len(text)
    if i % 100 == 0:
        keep = {j: [j] for j in range(200)}
print(total, len(keep))
class Node: pass
for i in range(30000):
    a, b = Node(), Node()
    a.other, b.other, a.data = b, a, [0] * 50
print("cycles churned")
