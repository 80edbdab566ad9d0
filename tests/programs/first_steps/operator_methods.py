class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return V(self.x * k, self.y * k)
    def __rmul__(self, k): return self * k
    def __eq__(self, o): return self.x == o.x and self.y == o.y
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __str__(self): return f"<{self.x}, {self.y}>"
print(V(1, 2) + V(3, 4), V(1, 2) * 3, 3 * V(1, 2), V(1, 2) == V(1, 2), len(V(0, 0)), V(5, 6)[1], list(V(7, 8)))
