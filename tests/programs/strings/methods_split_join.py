"""split, rsplit, splitlines, partition, join with all their edges."""
print("a b  c".split(), " a b ".split(), "".split(), "   ".split(), "a\t\n\x0b\x0c\r\x1c\x85\xa0\u2003b".split())
print("a,b,,c,".split(","), "".split(","), ",".split(","), "aXXbXXc".split("XX"), "aaa".split("aa"), "abc".split("abc"))
print("a b c d".split(None, 2), "a b c d".split(" ", 1), "a b c d".rsplit(None, 1), "a,b,c".rsplit(",", 1), "a,b".split(",", 0), " a b ".split(maxsplit=0), "a  b c".split(sep=None, maxsplit=1), "x  y ".rsplit(maxsplit=1))
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a".splitlines(keepends=True))
print("a=b=c".partition("="), "abc".partition("="), "a=b=c".rpartition("="), "abc".rpartition("="), "==".partition("=="))
print(",".join(["a", "b"]), "".join([]), "-".join("abc"), ",".join(x for x in "xy"), ",".join({"k": 1}), "é".join(["日", "x"]), "".join(["only"]), ", ".join(("a",)))
class S(str):
    pass
s = S("keep")
print(type("".join([s])), type(s.strip()), type(s[:]), type(s.upper()), type(s + ""), type(str(s)), type("%s" % s))
for text in ("'a'.split('')", "'a'.split(1)", "'a'.partition('')", "'a'.rpartition('')", "'a'.partition(None)", "','.join([1])", "','.join(['a', None])", "','.join(1)", "','.join(None)", "'a'.split(b'a')", "'a'.split('a', 'b')", "'a'.splitlines(1, 2)", "','.join(['a', b'b'])", "''.join(['a', 'b', 3])", "'a'.rsplit('')"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
def gen():
    yield "a"
    raise KeyError("inside")
try:
    ",".join(gen())
except KeyError as e:
    print("KeyError", e)
big = ",".join(str(i) for i in range(1000))
print(len(big), big.split(",") == [str(i) for i in range(1000)], big.count(","), big.rsplit(",", 2)[1:])
