# slow
class Node:
    def __init__(self, v, n): self.v, self.n = v, n
head = None
for i in range(10000):
    head = Node(i, head)
t, c = 0, head
while c is not None:
    t += c.v
    c = c.n
print(t)
