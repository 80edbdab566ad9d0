out = []
for i in range(20):
    out.append(str(i) if i % 15 else "fizzbuzz")
print(" ".join(out)); s = ""
for w in ("a", "bb", "ccc"): s += w + ","
print(s, s[:-1], s.count(","), len(s), s.strip(",").split(",")); print("=" * 20, "abc".center(9, "*"), "x".join("123"))
