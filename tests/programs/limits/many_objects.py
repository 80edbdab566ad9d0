"""Numbers of things: many attributes, classes, globals, functions, dictionary keys, arguments."""
class Big: pass
b = Big()
for i in range(3000): setattr(b, f"a{i}", i)
print(sum(getattr(b, f"a{i}") for i in range(3000)), len(vars(b))); c = Big(); c.a1 = 5; print(vars(c))
for i in range(0, 3000, 2): delattr(b, f"a{i}")
print(len(vars(b)), b.a2999, hasattr(b, "a0"))
classes = [type(f"C{i}", (), {"v": i, "m": lambda self: self.v}) for i in range(1500)]; print(sum(k().m() for k in classes)); chain = object
for i in range(150): chain = type(f"D{i}", (chain,), {f"m{i}": lambda self, i=i: i})
print(chain().m0(), chain().m149(), len(chain.__mro__)); objs = [Big() for _ in range(2000)]
for i, o in enumerate(objs): setattr(o, f"unique{i}", i)
print(sum(vars(o)[f"unique{i}"] for i, o in enumerate(objs))); g = globals()
for i in range(2000): g[f"glob{i}"] = i
print(glob1999 + glob0); fs = [eval(f"lambda x: x + {i}") for i in range(1000)]; print(sum(f(1) for f in fs))
def va(*a, **k): return len(a), len(k)
print(va(*range(5000), **{f"k{i}": i for i in range(2000)})); print(max(*range(3000)), len([*range(3000)]), len({**{str(i): i for i in range(3000)}}))
d = {}
for i in range(100000): d[i * 7919 % 100003] = i
print(len(d), d[7919], sum(d.values())); s = set(range(100000)); print(len(s & set(range(50000, 150000)))); t = tuple(range(100000)); print(t[99999], sum(t)); l = list(range(100000)); l.reverse(); print(l[0], l.index(5)); st = "".join(chr(97 + i % 26) for i in range(100000)); print(len(st), st.count("a"), len(st.split("z")))
code = "x = 0\n" + "x += 1\n" * 20000; ns = {}; exec(code, ns); print(ns["x"]); print(eval("+".join(f"x{i}" for i in range(200)), {f"x{i}": i for i in range(200)}))
