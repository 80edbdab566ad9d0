# Streams over a program's own raw streams.
import io


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


class Source(io.RawIOBase):
    def __init__(self, data, step):
        self.data, self.step, self.calls = data, step, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.calls += 1
        piece = self.data[:min(self.step, len(buffer))]
        self.data = self.data[len(piece):]
        buffer[:len(piece)] = piece
        return len(piece)


class Sink(io.RawIOBase):
    def __init__(self, step=1000):
        self.parts, self.step = [], step

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)[:self.step]
        self.parts.append(data)
        return len(data)


r = io.BufferedReader(Source(b"alpha\nbeta\ngamma", 4), 8)
print(r.read(3), r.peek()[:1], r.readline(), r.read1(2), r.readline(), r.read(), r.read(), r.raw.calls > 2)
t = io.TextIOWrapper(io.BufferedReader(Source("añ€😀\r\nzwei\rdrei\n".encode(), 1)), "utf-8")
print(t.read(2), t.readline(), t.readlines(), t.newlines, t.seekable())
attempt(t.tell)
attempt(t.seek, 0)
attempt(io.BufferedReader, Sink())
attempt(io.BufferedWriter, Source(b"", 1))
attempt(io.BufferedReader, Source(b"", 1), 0)
sink = Sink(3)
w = io.BufferedWriter(sink, 8)
print(w.write(b"12345"), sink.parts, w.write(b"67890abcdef"), w.flush(), b"".join(sink.parts), max(map(len, sink.parts)))
attempt(w.write, "text")
attempt(w.read)
w.close()
attempt(w.write, b"x")
attempt(w.flush)
sink = Sink()
t = io.TextIOWrapper(io.BufferedWriter(sink), "utf-16", newline="\r\n")
t.write("a\n")
t.write("b")
t.close()
print(b"".join(sink.parts))
sink = Sink()
t = io.TextIOWrapper(io.BufferedWriter(sink), "ascii", "backslashreplace", write_through=True)
t.write("é")
print(sink.parts)
t.flush()
print(sink.parts)
pair = io.BufferedRWPair(Source(b"in\n", 2), Sink())
print(pair.readline(), pair.write(b"out"), pair.flush(), pair.readable(), pair.writable(), pair.closed)


class Blocked(Sink):
    def write(self, data):
        return None


w = io.BufferedWriter(Blocked(), 4)
print(w.write(b"abc"))
try:
    w.write(b"defgh")
except BlockingIOError as error:
    print(error.args[1:], error.characters_written)
w.raw.write = None
try:
    w.close()
except TypeError as error:
    print(error)
for cls in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase):
    x = cls()
    print(cls.__name__, x.readable(), x.closed, x.isatty())
    for call in ("read", "write", "seek", "fileno", "truncate", "detach", "readline"):
        if hasattr(x, call):
            attempt(getattr(x, call), *([0] if call in ("write", "seek") else []))
    x.close()
    x.close()
    print(x.closed)
    attempt(x.flush)


class Lines(io.RawIOBase):
    def __init__(self):
        self.left = list(b"ab\ncd\n\ne")

    def read(self, size=-1):
        return bytes([self.left.pop(0)]) if self.left else b""


print(Lines().readline(), Lines().readlines(), Lines().readlines(4), list(Lines()), Lines().readline(1))


class Closing(io.RawIOBase):
    def flush(self):
        print("flush")

    def close(self):
        if not self.closed:
            print("close")
        super().close()


with Closing() as c:
    print(c.closed)
print(c.closed)
del c
b = io.BytesIO(b"x\ny")
t = io.TextIOWrapper(b, "utf-8")
print(t.readline(), t.buffer is b, t)
t.close()
print(b.closed)
r = io.BufferedRandom(io.BytesIO(b"0123456789"), 4)
print(r.read(2), r.write(b"AB"), r.read(2), r.seek(0), r.read(), r.seek(-2, 2), r.write(b"Z"), r.tell(), r.flush(), r.raw.getvalue())
print(issubclass(io.FileIO, io.RawIOBase), issubclass(io.StringIO, io.IOBase), io.UnsupportedOperation.__mro__[1:3], io.DEFAULT_BUFFER_SIZE)
