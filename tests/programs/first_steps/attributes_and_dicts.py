class O: pass
o = O()
for i, k in enumerate("abc"): setattr(o, k, i)
print(o.a + o.b + o.c, vars(o), getattr(o, "z", None)); del o.b; print(hasattr(o, "b"), o.__dict__); o.__dict__["d"] = 9; print(o.d)
d = {}
for c in "mississippi": d[c] = d.get(c, 0) + 1
print(d, sorted(d.items(), key=lambda p: (-p[1], p[0]))); d.update(a=1); d.pop("m"); print(list(d), d.setdefault("q", []), len(d))
