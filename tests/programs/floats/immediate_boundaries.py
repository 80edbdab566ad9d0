# slow
"""Values near the ends of the exponent range, where a representation may change."""
values = []
for p in (-1074, -1073, -1023, -1022, -1021, -300, -258, -257, -256, -255, -254, -129, -128, -127, -1, 0, 1, 126, 127, 128, 253, 254, 255, 256, 257, 258, 300, 1022, 1023):
    v = 2.0 ** p
    values += [v, v * 1.5, -v, v * (2 - 2 ** -52) if p > -1000 else v]
for v in values:
    print(v, v + v == 2 * v, -v, abs(v), v == v, bool(v), v * 0.5, hash(v))
items = list(values)
print([a == b for a, b in zip(items, values)].count(False), len(set(values)), len({v: 1 for v in values}), sum(1 for v in values if v > 0))
class Box:
    pass
b = Box()
for v in values:
    b.v = v
    assert b.v == v
    assert [v][0] == v and (v,)[0] == v and {1: v}[1] == v
print(sorted(values) == sorted(reversed(values)), min(values), max(values))
z = [0.0, -0.0]
print(z, z[0] == z[1], str(z[1]), {0.0: "a"}.get(-0.0), -z[0], 0.0 * -1, 1 / float("-inf"))
acc = 1.0
for i in range(400):
    acc *= 0.1 if i < 200 else 10.0
print(acc)
acc = 1e-300
for i in range(40):
    acc *= 1e-1
print(acc)
