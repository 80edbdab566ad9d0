"""Complex and float arithmetic in nested loops, as text."""
for y in range(-10, 11, 2):
    line = ""
    for x in range(-40, 16, 2):
        c = complex(x / 20, y / 8)
        z = 0j
        for i in range(50):
            z = z * z + c
            if abs(z) > 2: break
        line += " .:-=+*#%@"[i * 9 // 49]
    print(line)
def count(cr, ci, n):
    zr = zi = 0.0
    for i in range(n):
        zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
        if zr * zr + zi * zi > 4.0: return i
    return n
print(sum(count(x / 30 - 1.5, y / 30 - 1, 40) for x in range(60) for y in range(60)))
