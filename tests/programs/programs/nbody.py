"""Planets: floats in lists and attributes, energy conserved to the digit."""
import math
P = math.pi; SOLAR = 4 * P * P; DAYS = 365.24
class Body:
    def __init__(self, x, y, z, vx, vy, vz, m): self.p = [x, y, z]; self.v = [vx * DAYS, vy * DAYS, vz * DAYS]; self.m = m * SOLAR
bodies = [Body(0, 0, 0, 0, 0, 0, 1), Body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023, 0.000954791938424326609), Body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411021, 0.00499852801234917238, 0.0000230417297573763929, 0.000285885980666130812)]
def energy():
    e = 0.0
    for i, b in enumerate(bodies):
        e += 0.5 * b.m * sum(v * v for v in b.v)
        for c in bodies[i + 1:]: e -= b.m * c.m / math.sqrt(sum((p - q) ** 2 for p, q in zip(b.p, c.p)))
    return e
for k in range(3): bodies[0].v[k] = -sum(b.v[k] * b.m for b in bodies) / SOLAR
def advance(dt):
    for i, b in enumerate(bodies):
        for c in bodies[i + 1:]:
            d = [p - q for p, q in zip(b.p, c.p)]
            mag = dt / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) ** 1.5
            for k in range(3): b.v[k] -= d[k] * c.m * mag; c.v[k] += d[k] * b.m * mag
    for b in bodies:
        for k in range(3): b.p[k] += dt * b.v[k]
print("%.9f" % energy())
for _ in range(1500): advance(0.01)
print("%.9f" % energy(), ["%.6f" % x for x in bodies[1].p])
