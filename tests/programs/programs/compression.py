"""LZW and run-length coding, Burrows-Wheeler and move-to-front: all give back what they got."""
def lzw(s):
    d = {bytes([i]): i for i in range(256)}; w = b""; out = []
    for b in s:
        wb = w + bytes([b])
        if wb in d: w = wb
        else: out.append(d[w]); d[wb] = len(d); w = bytes([b])
    return out + ([d[w]] if w else [])
def unlzw(codes):
    if not codes: return b""
    d = {i: bytes([i]) for i in range(256)}; w = d[codes[0]]; out = [w]
    for c in codes[1:]:
        e = d[c] if c in d else w + w[:1]
        out.append(e); d[len(d)] = w + e[:1]; w = e
    return b"".join(out)
def rle(s):
    from itertools import groupby
    return [(k, len(list(g))) for k, g in groupby(s)]
def bwt(s): s += "\0"; t = sorted(s[i:] + s[:i] for i in range(len(s))); return "".join(r[-1] for r in t)
def ibwt(r):
    table = [""] * len(r)
    for _ in r: table = sorted(r[i] + table[i] for i in range(len(r)))
    return next(t for t in table if t.endswith("\0"))[:-1]
def mtf(s):
    a = sorted(set(s)); out = []
    for c in s: i = a.index(c); out.append(i); a.insert(0, a.pop(i))
    return out
text = "she sells sea shells by the sea shore, the shells she sells are sea shells for sure"
c = lzw(text.encode()); print(len(text), len(c), unlzw(c).decode() == text, c[:20])
for s in (b"", b"a", b"aaaaaaaaaa", bytes(range(256)) * 2, "日本日本日本".encode()): print(unlzw(lzw(s)) == s, len(lzw(s)))
print(rle("aaabccd"), "".join(k * n for k, n in rle("aaabccd")), repr(bwt("banana")), ibwt(bwt("banana")), ibwt(bwt(text[:40])) == text[:40], mtf("bananaaa"), sum(mtf(bwt(text))) < sum(mtf(text)))
def bits(codes):
    n = 0
    for c in codes: n = n << 12 | c
    return n.to_bytes((12 * len(codes) + 7) // 8, "big")
b = bits(c); print(len(b), b[:8].hex()); n = int.from_bytes(b, "big"); back = []
for _ in c: back.append(n & 4095); n >>= 12
print(back[::-1] == c)
