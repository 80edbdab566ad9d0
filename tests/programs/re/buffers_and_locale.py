# Subjects that change after a match, and sets asked about both cases of a locale.
import re

subject = bytearray(b"aa bb cc")
match = re.search(rb"(bb) (cc)", subject)
print(match.group(0, 1, 2), match.span())
del subject[5:]
print(match.group(0, 1, 2), match, match.groups(), match.expand(rb"[\1|\2]"), match.string)
subject[3:] = b"XYZW"
print(match.group(0, 1, 2), match[1], match.groupdict())
subject.clear()
print(match.group(0, 1, 2), match)
print(re.findall(rb"\w", memoryview(b"a-b-c")[2:]), re.sub(rb"b", bytearray(b"<>"), memoryview(b"abc")))
print([m.span() for m in re.finditer(rb"x*", bytearray(b"axxb"))], re.split(rb",", bytearray(b"a,b,c"), maxsplit=1))

flags = re.LOCALE | re.IGNORECASE
for pattern in (rb"[bc]", rb"[^bc]", rb"[^b-c]", rb"[^b]", rb"[^\wq]", rb"[ace]", rb"[^ace]", rb"(?:a|[^bc])"):
    hits = [byte for byte in b"aAbBcCdDqQ-" if re.fullmatch(pattern, bytes([byte]), flags)]
    print(pattern, bytes(hits))
for wrong in (type, 5, None, ["a"], re):
    try:
        re.search("a", wrong)
    except TypeError as error:
        print(error)
