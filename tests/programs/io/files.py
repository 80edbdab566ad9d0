# Files: modes, buffering, text and binary, positions, errors.
import io
import os
import tempfile

folder = tempfile.mkdtemp()
name = os.path.join(folder, "file")


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)).replace(folder, "DIR"))
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder, "DIR"))


with open(name, "w", encoding="utf-8") as f:
    print(f.write("first\nzweite Zeile: äöü\n"), f.tell(), f.name == name, f.mode, f.encoding, f.errors, f.newlines)
    print(f.writable(), f.readable(), f.seekable(), f.closed, f.line_buffering)
    f.writelines(["third\n", "€\n"])
print(f.closed)
attempt(f.write, "x")
attempt(f.read)
attempt(f.flush)
with open(name, encoding="utf-8") as f:
    print(f.readline(), f.readline(5), f.read(3), f.read(), repr(f.read()))
    print(f.seek(0), list(f), f.tell())
    f.seek(0)
    print(next(f))
    attempt(f.tell)
    attempt(f.write, "x")
    attempt(f.seek, 1, 1)
    attempt(f.seek, -1)
    attempt(f.seek, 0, 9)
with open(name, "rb") as f:
    print(f, end="\n") if False else print(type(f).__name__, f.mode, f.read(3), f.peek(2)[:2], f.readline(), f.tell())
    print(f.seek(-4, 2), f.read(), f.read1(5), f.readlines())
    attempt(f.write, b"x")
    attempt(f.read, -2)
with open(name, "ab") as f:
    print(f.tell() > 0, f.write(b"more"), type(f).__name__)
with open(name, "r+b") as f:
    print(type(f).__name__, f.read(5), f.write(b"-----"), f.seek(0), f.readline(), f.tell(), f.truncate(20), f.mode)
print(os.path.getsize(name), open(name, "rb").read())
with open(name, "r+", encoding="utf-8") as f:
    f.seek(0, 2)
    f.write("end")
    f.seek(0)
    print(repr(f.read()))
with open(name, "wb", buffering=0) as f:
    print(type(f).__name__, f.write(b"raw"), f.tell(), f.mode, f.fileno() > 2, f.closefd)
    print(repr(f).replace(folder, "DIR"))
print(repr(f))
attempt(open, name, "x")
attempt(open, os.path.join(folder, "none"))
attempt(open, folder)
attempt(open, folder, "w")
for mode in ("q", "rw", "rb+t", "", "b", "rr", "+", "U"):
    attempt(open, name, mode)
attempt(open, name, "rb", encoding="utf-8")
attempt(open, name, "rb", errors="strict")
attempt(open, name, "rb", newline="")
attempt(open, name, "r", 0)
attempt(open, name, newline="x")
attempt(open, name, encoding="nope")
attempt(open, name, encoding=1)
attempt(open, name, 1)
attempt(open, 1.5)
attempt(open, -1)
attempt(open, 999)
attempt(open, "a\0b")
attempt(open, name, closefd=False)
attempt(io.FileIO, name, "rw")
attempt(io.FileIO, name, "z")
attempt(open, name, opener=lambda path, flags: -1)
attempt(open, name, opener=lambda path, flags: "x")
with open("file", "rb", opener=lambda path, flags: os.open(os.path.join(folder, path), flags)) as f:
    print(f.read())

for newline in (None, "", "\n", "\r", "\r\n"):
    with open(name, "w", newline=newline) as f:
        f.write("a\nb\r\n")
    with open(name, "rb") as f:
        raw = f.read()
    with open(name, "wb") as f:
        f.write(b"1\n2\r\n3\r4")
    with open(name, newline=newline) as f:
        print(repr(newline), raw, f.readlines(), f.newlines)

text = "".join(chr(0x61 + n % 26) * (n % 50) + ("é€😀"[n % 3]) + "\n" for n in range(2000))
with open(name, "w", encoding="utf-8") as f:
    f.write(text)
with open(name, encoding="utf-8") as f:
    places = []
    while line := f.readline():
        places.append((f.tell(), len(line)))
    print(len(places), sum(size for _, size in places) == len(text), places[-1][0] == len(text.encode()))
    for index in (0, 17, 500, 1998):
        f.seek(places[index][0])
        print(f.readline() == text.splitlines(True)[index + 1], f.tell() == places[index + 1][0])
    f.seek(0)
    f.read(777)
    place = f.tell()
    rest = f.read()
    f.seek(place)
    print(f.read() == rest, rest == text[777:])
for encoding in ("utf-16", "utf-8-sig", "latin-1", "cp1252"):
    with open(name, "w", encoding=encoding, errors="replace") as f:
        f.write("né\n")
    with open(name, "a", encoding=encoding, errors="replace") as f:
        f.write("deux €\n")
    with open(name, encoding=encoding) as f:
        print(encoding, f.read().encode("unicode_escape"), os.path.getsize(name))
with open(name, "wb") as f:
    f.write(b"ok\xff\xfe\n")
attempt(lambda: open(name, encoding="utf-8").read())
print([open(name, encoding="utf-8", errors=e).read() for e in ("ignore", "replace", "surrogateescape", "backslashreplace")])
attempt(lambda: open(name, "w", encoding="ascii").write("é"))
f = open(name, "w")
print(f.reconfigure(line_buffering=True), f.line_buffering, f.write_through)
f.write("seen\n")
print(open(name).read())
buffer = f.detach()
attempt(lambda: f.buffer)
attempt(f.write, "x")
buffer.close()
f = open(name, "r")
f.read(1)
attempt(f.reconfigure, encoding="latin-1")
f.close()
open(name, "w").write("left open")
import gc
gc.collect()
print(open(name).read())
with open(name, "rb", 0) as f:
    place = bytearray(4)
    print(f.readinto(place), place, f.readall(), f.read(), f.seek(1), f.read(2))
    attempt(f.write, b"x")
os.remove(name)
os.rmdir(folder)
print(os.path.exists(folder))
