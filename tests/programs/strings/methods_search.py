# slow
"""find, index, count, replace, startswith, endswith with positions."""
s = "abcabcabc"
print(s.find("c"), s.find("c", 3), s.find("c", 3, 5), s.find("x"), s.find(""), s.find("", 9), s.find("", 10), s.find("c", -4), s.find("c", -1), s.find("a", -100, 100))
print(s.rfind("c"), s.rfind("c", 0, 8), s.rfind(""), s.rfind("x"), s.rfind("abc", 1, -1), s.index("b"), s.rindex("b"))
print(s.count("abc"), s.count(""), s.count("", 5), s.count("c", 3), "aaaa".count("aa"), "".count(""), s.count("", 10), s.count("", 9))
print(s.replace("b", "X"), s.replace("b", "", 2), s.replace("", "-"), "".replace("", "x"), s.replace("", "-", 3), s.replace("abc", "é"), s.replace("x", "y") == s, "aaa".replace("aa", "b"), s.replace("b", "YY", -1), s.replace("b", "Z", count=1))
print(s.startswith("abc"), s.startswith("bc", 1), s.startswith(""), s.startswith("", 9), s.startswith("", 10), s.startswith(("x", "a")), s.startswith(()), s.startswith("abc", 0, 2), s.startswith("c", -1))
print(s.endswith("c"), s.endswith("bc", 0, -3), s.endswith(("x", "bc")), s.endswith(""), s.endswith("abcabcabcabc"))
for text in ("s.index('x')", "s.rindex('x')", "s.find(1)", "s.count(None)", "s.startswith(1)", "s.startswith((1,))", "s.endswith(['a'])", "s.replace('a')", "s.replace(1, 'a')", "s.find()", "s.find('a', 'b')", "s.find('a', 1.0)", "s.replace('a', None)"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
u = "日本語abc日本語😀"
print(u.find("本"), u.find("a"), u.rfind("語"), u.find("😀"), u.count("日本"), u.replace("abc", "😀"), u.replace("日", "x"), "abc".find("é"), "abc".find("😀"), "é" in u, "b" in u, u.index("c", 4))
class I:
    def __index__(self):
        return 4
print(s.find("a", I()), s.find("a", None, None), s.find("a", 1 << 80), s.find("a", -(1 << 80)))
long = "ab" * 5000 + "c" + "ab" * 5000
print(long.find("bca"), long.count("aba"), long.rfind("c"), long.find("abab" * 100 + "c"), len(long.replace("ab", "x")), len(long.replace("a", "xyz")))
print("aXbXc".removeprefix("aX"), "aXbXc".removeprefix("X"), "aXbXc".removesuffix("Xc"), "abc".removesuffix(""), "abc".removeprefix("abc"))
