"""Assignment expressions: scope and use."""
if (n := 10) > 5:
    print("n", n)
print([y := 1, y ** 2, y + 1], y)
data = [3, 1, 4, 1, 5]
print([last := v for v in data], last)
print(any((hit := v) > 3 for v in data), hit)
def f():
    total = 0
    return [total := total + v for v in data], total
print(f())
def g():
    def inner():
        nonlocal z
        return [z := i for i in range(4)]
    z = None
    inner()
    return z
print(g())
while (chunk := data.pop() if data else None) is not None:
    print("chunk", chunk, end=" ")
print()
print((a := 1, b := 2), a, b)
print(f"{(w := 5)} {w:=5}")
x = (y := 3) + (z := 4)
print(x, y, z)
def h(a, b=(c := 7)):
    return a + b
print(h(c), h(a=(q := 2)), q)
print({(k := "a"): (v := 1)}, k, v)
print((lambda: (m := 3) + m)())
d = {"x": 1}
if (got := d.get("x")) and (other := d.get("y")) is None:
    print(got, other)
print([i for i in range(5) if (sq := i * i) > 3], sq)
class K:
    if (inside := 3):
        w = inside
print(K.inside, K.w)
