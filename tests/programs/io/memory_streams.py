"""BytesIO and StringIO: numbers by __index__, buffers of any class, state for pickles and copies, what is refused."""
import copy
import io
import pickle


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Two:
    def __index__(self):
        return 2


class Lender:
    def __buffer__(self, flags):
        return memoryview(b"hello")


# numbers
for stream in (io.BytesIO(b"ab\ncdef\ngh\n"), io.StringIO("ab\ncdef\ngh\n")):
    t(lambda: stream.read(Two()))
    t(lambda: stream.readline(Two()))
    t(lambda: stream.seek(Two()))
    t(lambda: stream.read(Two()))
    t(lambda: stream.truncate(Two()))
    t(stream.getvalue)
    t(lambda: stream.seek(0, Two()))
    t(lambda: stream.read("x"))
    t(lambda: stream.readline(1.5))
    t(lambda: stream.readlines("x"))
    t(lambda: stream.truncate("x"))
    t(lambda: stream.seek("x"))
t(lambda: io.StringIO("a\nb\nc\n").readlines(Two()))
t(lambda: io.BytesIO(b"a\n").readlines(Two()))

# buffers
stream = io.BytesIO()
t(lambda: stream.write(Lender()))
t(lambda: stream.writelines([Lender(), b"x", Lender()]))
t(stream.getvalue)
t(lambda: io.BytesIO(Lender()).getvalue())
room = bytearray(3)


class Taker:
    def __buffer__(self, flags):
        return memoryview(room)


stream.seek(0)
t(lambda: stream.readinto(Taker()))
print(room)
# a stream reads into a view of itself
stream = io.BytesIO(b"abcdef")
view = stream.getbuffer()
print(stream.readinto(view[1:4]), bytes(view))
view.release()


class Closer:
    def __buffer__(self, flags):
        stream.close()
        return memoryview(b"x")


t(lambda: stream.write(Closer()))

# state
for made, state in ((io.BytesIO, (b"ab", 1, {"x": 1})), (io.BytesIO, (b"ab", 1, None, 5)), (io.BytesIO, ()),
                    (io.BytesIO, (b"a", -1, None)), (io.BytesIO, (b"a", "0", None)), (io.BytesIO, (b"a", 0, [])),
                    (io.StringIO, ("a\r\nb", None, 1, None)), (io.StringIO, ("ab", "", 1, {"x": 1})), (io.StringIO, 0),
                    (io.StringIO, ("a", "", "0", None)), (io.StringIO, ("a", "", -1, None)), (io.StringIO, ("a", "", 0, 0))):
    stream = made()
    t(lambda: stream.__setstate__(state))
    print(stream.getvalue(), stream.__dict__)
stream = io.BytesIO(b"x")
stream.close()
t(lambda: stream.__setstate__((b"closed", 0, None)))
for protocol in range(2, 6):
    for stream in (io.BytesIO(b"abc"), io.StringIO("abc\n", newline="\r\n")):
        stream.seek(2)
        stream.extra = protocol
        again = pickle.loads(pickle.dumps(stream, protocol))
        print(type(again), ascii(again.getvalue()), again.tell(), again.__dict__, copy.copy(stream).tell())
t(lambda: pickle.dumps(io.BytesIO(), 1))
