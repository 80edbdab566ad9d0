# BytesIO and StringIO: reading, writing, seeking, newlines, errors.
import io


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


b = io.BytesIO(b"one\ntwo\r\nthree")
print(b.read(2), b.readline(), b.tell(), b.readlines(), b.read(), b.tell())
print(b.seek(0), list(b), b.seek(-3, 2), b.read(), b.seek(1), b.seek(1, 1), b.read1(3))
attempt(b.seek, -1)
attempt(b.seek, 0, 7)
attempt(b.write, "text")
attempt(b.read, "x")
attempt(b.fileno)
attempt(io.BytesIO, "text")
b = io.BytesIO()
print(b.write(b"abc"), b.write(bytearray(b"def")), b.seek(10), b.write(b"!"), b.getvalue())
print(b.seek(2), b.write(b"XY"), b.getvalue(), b.truncate(5), b.getvalue(), b.tell(), b.truncate(), b.getvalue())
attempt(b.truncate, -1)
place = bytearray(4)
b.seek(1)
print(b.readinto(place), place, b.readable(), b.writable(), b.seekable(), b.isatty(), b.closed)
b.writelines([b"1", b"2"])
print(b.getvalue())
with b:
    pass
print(b.closed)
attempt(b.read)
attempt(b.getvalue)
attempt(lambda: b.__enter__())
print(io.BytesIO(b"a\nb\nc\n").readlines(3), io.BytesIO(b"abc\n").readline(2), io.BytesIO(b"x").read(0))

s = io.StringIO("one\ntwo\r\nthree\rfour")
print(s.readlines(), s.tell(), s.newlines)
for newline in (None, "", "\n", "\r", "\r\n"):
    s = io.StringIO("a\nb\r\nc\rd", newline)
    print(repr(newline), repr(s.getvalue()), list(s), s.newlines)
    s = io.StringIO(newline=newline)
    s.write("x\ny\r\n")
    print(repr(s.getvalue()))
s = io.StringIO()
print(s.write("hé"), s.write("€😀"), s.getvalue(), s.tell(), s.seek(1), s.read(2), s.read())
print(s.seek(8), s.write("z"), repr(s.getvalue()), s.truncate(3), s.getvalue(), s.line_buffering, s.encoding, s.errors)
attempt(s.write, b"bytes")
attempt(s.seek, -1)
attempt(s.seek, 1, 1)
attempt(s.seek, 0, 5)
attempt(s.truncate, -2)
attempt(io.StringIO, b"x")
attempt(io.StringIO, "x", "bad")
attempt(io.StringIO, "x", 1)
s.close()
attempt(s.read)
attempt(s.write, "x")
attempt(lambda: next(s))
print(s.closed)


class Loud(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


loud = Loud()
print("shout", 1, file=loud)
print(repr(loud.getvalue()), isinstance(loud, io.TextIOBase), isinstance(io.BytesIO(), io.BufferedIOBase))
decoder = io.IncrementalNewlineDecoder(None, True)
print([decoder.decode(part) for part in ("a\r", "\nb\r", "c\n", "d\r")], decoder.getstate(), decoder.newlines)
print(repr(decoder.decode("", True)), decoder.newlines)
decoder.reset()
print(decoder.newlines, decoder.getstate())
view = io.BytesIO(b"hello").getbuffer() if hasattr(io.BytesIO, "getbuffer") else None
print(bytes(view))
