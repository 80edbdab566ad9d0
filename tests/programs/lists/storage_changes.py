# slow
"""Lists of one kind of value that get another kind: nothing may be lost or change type."""
def show(l):
    print([type(x).__name__ for x in l], l)
for start in ([], [1, 2], [1.5, 2.5], ["a", "b"], [None], [2 ** 70], [1, 2.5]):
    for extra in (3, 2.5, "s", None, 2 ** 65, True, -0.0, (1,), float("inf"), 1e300):
        l = list(start)
        l.append(extra)
        l.insert(0, extra)
        l += [extra]
        assert l.count(extra) >= 3 and l[-1] is not None or extra is None
        m = l[1:-1] + [extra] * 2
        m.reverse()
        if m.index(extra) != 0: print("bad")
        l[len(l) // 2] = extra
        last = m
    show(l); show(m)
l = [1, 2, 3]
l[1] = 1.0
show(l)
l[1] = True
show(l)
l = [1.0, 2.0]; l[0] = 1; show(l); l.append("x"); show(l); l.remove(1.0); show(l)
l = [1, 2, 3]; l[1:2] = ["a", None]; show(l); l.sort(key=str); show(l)
l = list(range(5)); l.append(2 ** 62); l.append(-(2 ** 62) - 1); show(l); print(sum(l), max(l), min(l), 2 ** 62 in l, l.index(2 ** 62))
l = list(range(10)); l[3] = "x"; show(l)
l = [i * 0.5 for i in range(5)]; l.extend(range(2)); show(l); print(sum(l), sorted(l))
l = [0] * 4; l[2] = 0.5; show(l); l = [0.0] * 3; l[1] = None; show(l); l = [None] * 3; l[0] = 5; show(l)
l = ["a"] * 2; l[0] = 1; show(l); l = [[]]; l[0] = 2; l.append(3); show(l); l.pop(); l.pop(); l.append(1.5); show(l)
l = [1]; l.clear(); l.append("s"); show(l); l = [1, 1.0, True]; print(l.count(1), l.index(1.0), 1 in l, [1] == [1.0] == [True])
x = [1, 2]; y = x + ["s"]; z = ["s"] + x; show(y); show(z); show(x * 2 + [None]); show([*x, *"ab", 1.5])
