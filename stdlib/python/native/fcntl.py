"""The functions of `fcntl` as programs call them."""

__import__("_imp")._run_part("fcntl", "descriptors")

F_GETLK64, F_SETLK64, F_SETLKW64 = F_GETLK, F_SETLK, F_SETLKW
FASYNC = 0x2000
F_SETSIG, F_GETSIG, F_EXLCK, F_SHLCK = 10, 11, 4, 8
LOCK_MAND, LOCK_READ, LOCK_WRITE, LOCK_RW = 32, 64, 128, 192
DN_ACCESS, DN_MODIFY, DN_CREATE, DN_DELETE, DN_RENAME, DN_ATTRIB, DN_MULTISHOT = 1, 2, 4, 8, 16, 32, 0x80000000

_LARGEST = 1024


def _signed(number):
    """The C int with the low bits of a number."""
    number = number.__index__() & 0xFFFFFFFF
    return number - (1 << 32) if number >> 31 else number


def fcntl(fd, cmd, arg=0, /):
    """Perform the operation cmd on file descriptor fd."""
    fd = _descriptor(fd)
    if hasattr(type(arg), "__index__"):
        return _control(fd, cmd, _signed(arg))
    data = arg.encode() if isinstance(arg, str) else memoryview(arg).tobytes()
    if len(data) > _LARGEST:
        raise ValueError("fcntl argument 3 is too long")
    room = bytearray(data.ljust(_LARGEST, b"\0"))
    _control_buffer(fd, cmd, room)
    return bytes(room[:len(data)])


def ioctl(fd, request, arg=0, mutate_flag=True, /):
    """Perform the operation request on file descriptor fd."""
    fd = _descriptor(fd)
    if hasattr(type(arg), "__index__"):
        return _device(fd, request, _signed(arg))
    if not isinstance(arg, (str, bytes)):
        view = memoryview(arg)
        if not view.readonly and mutate_flag:
            return _device_buffer(fd, request, arg)
        arg = view.tobytes()
    data = arg.encode() if isinstance(arg, str) else arg
    if len(data) > _LARGEST:
        raise ValueError("ioctl argument 3 is too long")
    room = bytearray(data)
    _device_buffer(fd, request, room)
    return bytes(room)


def flock(fd, operation, /):
    """Perform the lock operation on file descriptor fd."""
    _flock(_descriptor(fd), operation)


def lockf(fd, cmd, len=0, start=0, whence=0, /):
    """A wrapper around the fcntl() locking calls."""
    if cmd == LOCK_UN:
        kind = F_UNLCK
    elif cmd & LOCK_SH:
        kind = F_RDLCK
    elif cmd & LOCK_EX:
        kind = F_WRLCK
    else:
        raise ValueError("unrecognized lockf argument")
    record = bytearray(_LARGEST)
    record[0:2] = kind.to_bytes(2, "little")
    record[2:4] = whence.to_bytes(2, "little")
    record[8:16] = start.to_bytes(8, "little", signed=True)
    record[16:24] = len.to_bytes(8, "little", signed=True)
    _control_buffer(_descriptor(fd), F_SETLK if cmd & LOCK_NB else F_SETLKW, record)
