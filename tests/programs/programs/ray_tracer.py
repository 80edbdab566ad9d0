"""Vectors with operators, spheres, shading, as text."""
import math
class V:
    __slots__ = ("x", "y", "z")
    def __init__(self, x, y, z): self.x, self.y, self.z = x, y, z
    def __add__(s, o): return V(s.x + o.x, s.y + o.y, s.z + o.z)
    def __sub__(s, o): return V(s.x - o.x, s.y - o.y, s.z - o.z)
    def __mul__(s, k): return V(s.x * k, s.y * k, s.z * k)
    __rmul__ = __mul__
    def __matmul__(s, o): return s.x * o.x + s.y * o.y + s.z * o.z
    def norm(s): return s * (1 / math.sqrt(s @ s))
class Sphere:
    def __init__(self, c, r, refl=0.0): self.c, self.r, self.refl = c, r, refl
    def hit(self, o, d):
        oc = o - self.c; b = oc @ d; q = b * b - (oc @ oc - self.r ** 2)
        if q < 0: return None
        t = -b - math.sqrt(q)
        return t if t > 1e-4 else None
    def normal(self, p): return (p - self.c).norm()
class Plane:
    refl = 0.2
    def hit(self, o, d): return -(o.y + 1) / d.y if d.y < -1e-6 else None
    def normal(self, p): return V(0, 1, 0)
scene = [Sphere(V(0, 0, 5), 1, 0.4), Sphere(V(1.8, 0.3, 4), 0.6), Sphere(V(-1.7, -0.3, 4.5), 0.7, 0.7), Plane()]
light = V(-3, 5, -2)
def trace(o, d, depth=0):
    best = min(((t, i) for i, s in enumerate(scene) if (t := s.hit(o, d)) is not None), default=None)
    if best is None: return 0.15 + 0.2 * max(d.y, 0)
    s = scene[best[1]]; p = o + d * best[0]; n = s.normal(p); l = (light - p).norm()
    shade = 0.1 if any(x.hit(p, l) for x in scene if x is not s) else 0.1 + 0.8 * max(n @ l, 0)
    if isinstance(s, Plane) and (math.floor(p.x) + math.floor(p.z)) % 2: shade *= 0.4
    if s.refl and depth < 3: shade = shade * (1 - s.refl) + s.refl * trace(p, d - n * (2 * (d @ n)), depth + 1)
    return shade
for y in range(14):
    print("".join(" .:-=+*#%@"[min(9, int(trace(V(0, 0, -1), V((x - 24) / 22, (7 - y) / 9, 1.6).norm()) * 10))] for x in range(48)))
