# slow
"""Building strings by + and *, including very long chains and all unit widths."""
s = ""
for i in range(2000):
    s += chr(97 + i % 26)
print(len(s), s[:30], s[1970:], s.count("a"))
t = ""
for i in range(300):
    t = chr(0x100 + i) + t if i % 2 else t + "x"
print(len(t), ascii(t[:5]), ascii(t[-5:]), t.count("x"))
print("ab" * 3, 3 * "ab", "a" * 0, "a" * -1, "é" * 3, "😀" * 2, "" * 1000000, "a" * True, len("ab" * 10000))
a = "x"
b = a
a += "y"
print(a, b)
parts = "a" + "é" + "日" + "😀"
print(len(parts), ascii(parts), parts[:2] + parts[2:] == parts, (parts * 3)[5:9] == parts[1:] + parts[0])
d = {"ab" + "cd": 1}
k = "a"
for c in "bcd":
    k += c
print(d[k], hash(k) == hash("abcd"), k in d, {k} == {"abcd"}, k == "abcd", k is not None)
left = right = "leaf"
for i in range(10):
    left = left + "-" + right
    right = right + "+" + left[:5]
print(len(left), len(right), left[:60], right[-20:])
for text in ("'a' + 1", "1 + 'a'", "'a' + None", "'a' + b'b'", "'a' * 'b'", "'a' * 1.5", "'a' * None", "'a' - 'b'", "'a' * (1 << 62)", "'ab' * (1 << 61)"):
    try:
        print(len(eval(text)))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
class S:
    def __radd__(self, other):
        return f"radd({other})"
    def __rmul__(self, other):
        return f"rmul({other})"
print("a" + S(), "b" * S())
rope = "0"
for i in range(1, 3000):
    rope = rope + str(i % 10)
print(rope == "0123456789" * 300, rope[1234], rope.find("90"), len(rope), rope.endswith("789"))
