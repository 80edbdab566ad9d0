"""The class `socket`. What is asked about hosts is in `_socket_names`.

The system is asked not to wait; here a socket that may wait does, for as long as its timeout says."""

import posix
from select import _poll, POLLIN, POLLOUT
from time import monotonic

has_ipv6 = True
_default_timeout = None
_INPROGRESS, _INTR, _ALREADY, _ISCONN, _WOULDBLOCK = 115, 4, 114, 106, 11


def _seconds(timeout):
    """A timeout as float or None, checked."""
    if timeout is None:
        return None
    if isinstance(timeout, str) or not (hasattr(type(timeout), "__float__") or hasattr(type(timeout), "__index__")):
        raise TypeError(f"'{type(timeout).__name__}' object cannot be interpreted as an integer")
    timeout = float(timeout)
    if timeout != timeout:
        raise ValueError("Invalid value NaN (not a number)")
    if timeout < 0:
        raise ValueError("Timeout value out of range")
    if timeout > 9.2e9:
        raise OverflowError("timestamp too large to convert to C PyTime_t")
    return timeout


class socket:
    """socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object
socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object

Open a socket of the given type.  The family argument specifies the
address family; it defaults to AF_INET.  The type argument specifies
whether this is a stream (SOCK_STREAM, this is the default)
or datagram (SOCK_DGRAM) socket.  The protocol argument defaults to 0,
specifying the default protocol.  Keyword arguments are accepted.
The socket is created as non-inheritable."""

    __slots__ = ("_fd", "_family", "_type", "_proto", "_timeout")

    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made._fd, made._family, made._type, made._proto, made._timeout = -1, 0, 0, 0, None
        return made

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is not None:
            if isinstance(fileno, float) or not hasattr(fileno.__class__, "__index__"):
                raise TypeError("integer argument expected, got float" if isinstance(fileno, float) else
                                f"'{fileno.__class__.__name__}' object cannot be interpreted as an integer")
            fd = fileno.__index__()
            if fd < 0:
                raise ValueError("negative file descriptor")
            family = _option(fd, SOL_SOCKET, SO_DOMAIN) if family == -1 else family
            type = _option(fd, SOL_SOCKET, SO_TYPE) if type == -1 else type
            proto = _option(fd, SOL_SOCKET, SO_PROTOCOL) if proto == -1 else proto
            _own_name(fd)
        else:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
            fd = _open(family, type, proto)
        self._fd = fd
        self._family, self._type, self._proto = family, type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC), proto
        if type & SOCK_NONBLOCK:
            self._timeout = 0.0
        else:
            self._timeout = _default_timeout
            if _default_timeout is not None:
                posix.set_blocking(fd, False)

    @property
    def family(self):
        """the socket family"""
        return self._family

    @property
    def type(self):
        """the socket type"""
        return self._type

    @property
    def proto(self):
        """the socket protocol"""
        return self._proto

    @property
    def timeout(self):
        """the socket timeout"""
        return self._timeout

    def __repr__(self):
        return (f"<socket object, fd={self._fd}, family={int(self._family)}, type={int(self._type)}, "
                f"proto={self._proto}>")

    def __del__(self):
        if self._fd >= 0:
            import warnings
            try:
                warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self)
            finally:
                posix.close(self._fd)
                self._fd = -1

    # descriptors

    def fileno(self):
        """Return the integer file descriptor of the socket."""
        return self._fd

    def close(self):
        """Close the socket.  It cannot be used after this call."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            try:
                posix.close(fd)
            except ConnectionResetError:
                pass

    def detach(self):
        """Close the socket object without closing the underlying file descriptor.

The object cannot be used after this call, but the file descriptor
can be reused for other purposes.  The file descriptor is returned."""
        fd, self._fd = self._fd, -1
        return fd

    def shutdown(self, flag, /):
        """Shut down the reading side of the socket (flag == SHUT_RD), the writing side
of the socket (flag == SHUT_WR), or both ends (flag == SHUT_RDWR)."""
        _shutdown(self._fd, flag)

    # waiting

    def settimeout(self, timeout, /):
        """Set a timeout on socket operations."""
        timeout = _seconds(timeout)
        posix.set_blocking(self._fd, timeout is None)
        self._timeout = timeout

    def gettimeout(self):
        """Returns the timeout in seconds (float) associated with socket operations.

A timeout of None indicates that timeouts on socket operations are
disabled."""
        return self._timeout

    def setblocking(self, flag, /):
        """Set the socket to blocking (flag is true) or non-blocking (false)."""
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        """Returns True if socket is in blocking mode, or False if it is in non-blocking mode."""
        return self._timeout is None or self._timeout > 0

    def _wait(self, events, end):
        """Waits until the descriptor is ready, or a time has come."""
        if end is None:
            _poll([(self._fd, events)], -1)
            return
        left = end - monotonic()
        if left <= 0 or not _poll([(self._fd, events)], int(left * 1000) + 1):
            if end - monotonic() <= 0:
                raise timeout("timed out")

    def _retry(self, events, call, *args):
        """Calls until the system need not wait."""
        try:
            return call(self._fd, *args)
        except BlockingIOError:
            if self._timeout == 0:
                raise
        end = None if self._timeout is None else monotonic() + self._timeout
        while True:
            self._wait(events, end)
            try:
                return call(self._fd, *args)
            except BlockingIOError:
                pass

    # connections

    def _address(self, address, function):
        """An address of the socket's family with its host resolved."""
        family = self._family
        if family == AF_UNIX:
            if isinstance(address, (str, bytes)):
                return address
            try:
                return bytes(memoryview(address))
            except TypeError:
                raise TypeError(f"a bytes-like object is required, not '{address.__class__.__name__}'") from None
        if family != AF_INET and family != AF_INET6:
            raise OSError(f"{function}(): unsupported address family")
        name = "AF_INET" if family == AF_INET else "AF_INET6"
        if not isinstance(address, tuple):
            raise TypeError(f"{function}(): {name} address must be tuple, not {address.__class__.__name__}")
        if family == AF_INET and len(address) != 2:
            raise TypeError(f"{name} address must be a pair (host, port)")
        if not 2 <= len(address) <= 4:
            raise TypeError(f"{name} address must be a tuple (host, port[, flowinfo[, scopeid]])")
        host, port, *rest = address
        if not hasattr(port.__class__, "__index__"):
            raise TypeError(f"'{port.__class__.__name__}' object cannot be interpreted as an integer")
        port = port.__index__()
        if not 0 <= port <= 0xFFFF:
            raise OverflowError(f"{function}(): port must be 0-65535.")
        if rest and not 0 <= rest[0] <= 0xFFFFF:
            raise OverflowError(f"{function}(): flowinfo must be 0-1048575.")
        return (_numeric(host, family, function), port, *rest)

    def bind(self, address, /):
        """Bind the socket to a local address."""
        _bind(self._fd, self._family, self._address(address, "bind"))

    def listen(self, backlog=min(SOMAXCONN, 128), /):
        """Enable a server to accept connections."""
        _listen(self._fd, max(backlog, 0))

    def _accept(self):
        """_accept() -> (integer, address info)

Wait for an incoming connection.  Return a new socket file descriptor
representing the connection, and the address of the client."""
        if self._timeout is None:
            return _accept(self._fd)
        return self._retry(POLLIN, _accept)

    def _connected(self, address):
        """Connects; the error's number, or 0."""
        code = _connect(self._fd, self._family, self._address(address, "connect"))
        if code == _INTR or code == _INPROGRESS and self._timeout != 0:
            end = None if self._timeout is None else monotonic() + self._timeout
            self._wait(POLLOUT, end)
            code = _option(self._fd, SOL_SOCKET, SO_ERROR)
            if code == _ISCONN:
                code = 0
        return code

    def connect(self, address, /):
        """Connect the socket to a remote address."""
        code = self._connected(address)
        if code:
            raise OSError(code, posix.strerror(code))

    def connect_ex(self, address, /):
        """This is like connect(address), but returns an error code instead of raising."""
        try:
            return self._connected(address)
        except timeout:
            return _WOULDBLOCK

    def getsockname(self):
        """Return the address of the local endpoint."""
        return _own_name(self._fd)

    def getpeername(self):
        """Return the address of the remote endpoint."""
        return _peer_name(self._fd)

    def getsockopt(self, level, option, buffersize=0, /):
        """Get a socket option."""
        if not buffersize:
            return _option(self._fd, level, option)
        if not 0 < buffersize <= 1024:
            raise OSError("getsockopt buflen out of range")
        return _option_bytes(self._fd, level, option, buffersize)

    def setsockopt(self, level, option, value, optlen=None, /):
        """Set a socket option."""
        if value is None:
            value = bytes(optlen)
        elif hasattr(value.__class__, "__index__"):
            value = (value.__index__() & 0xFFFFFFFF).to_bytes(4, "little")
        _set_option(self._fd, level, option, value)

    # data

    def recv(self, buffersize, flags=0, /):
        """Receive up to buffersize bytes from the socket."""
        if buffersize < 0:
            raise ValueError("negative buffersize in recv")
        return self._retry(POLLIN, _receive, buffersize, flags)

    def _room(self, buffer, nbytes, function):
        size = memoryview(buffer).nbytes
        if nbytes < 0:
            raise ValueError(f"negative buffersize in {function}")
        if nbytes > size:
            raise ValueError("buffer too small for requested bytes" if function == "recv_into" else
                             "nbytes is greater than the length of the buffer")
        return nbytes or size

    def recv_into(self, buffer, nbytes=0, flags=0):
        """A version of recv() that stores its data into a buffer rather than creating a new string."""
        return self._retry(POLLIN, _receive_into, buffer, self._room(buffer, nbytes, "recv_into"), flags)

    def recvfrom(self, buffersize, flags=0, /):
        """Like recv(buffersize, flags) but also return the sender's address info."""
        if buffersize < 0:
            raise ValueError("negative buffersize in recvfrom")
        return self._retry(POLLIN, _receive_from, buffersize, flags)

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        """Like recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info."""
        data, address = self.recvfrom(self._room(buffer, nbytes, "recvfrom_into"), flags)
        memoryview(buffer).cast("B")[:len(data)] = data
        return len(data), address

    def send(self, data, flags=0, /):
        """Send a data string to the socket."""
        return self._retry(POLLOUT, _send, data, 0, flags)

    def sendall(self, data, flags=0, /):
        """Send a data string to the socket."""
        start, size = 0, memoryview(data).nbytes
        end = None if self._timeout is None else monotonic() + self._timeout
        while start < size:
            start += self._retry(POLLOUT, _send, data, start, flags)
            if end is not None and start < size and self._timeout and monotonic() >= end:
                raise timeout("timed out")

    def sendto(self, data, *where):
        """sendto(data[, flags], address) -> count

Like send(data, flags) but allows specifying the destination address.
For IP sockets, the address is a pair (hostaddr, port)."""
        if not 1 <= len(where) <= 2:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(where) + 1} given)")
        flags = where[0] if len(where) == 2 else 0
        address = self._address(where[-1], "sendto")
        return self._retry(POLLOUT, _send_to, data, flags, self._family, address)

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        """Send normal and ancillary data to the socket."""
        parts, passed = list(buffers), []
        for level, kind, data in ancdata:
            if level != SOL_SOCKET or kind != SCM_RIGHTS:
                raise OSError("ancillary data other than descriptors cannot be sent")
            passed.extend(memoryview(data).cast("B").cast("i"))
        if address is not None:
            return self.sendto(b"".join(parts), flags, address)
        return self._retry(POLLOUT, _send_message, parts, tuple(passed), flags)


SocketType = socket


def getdefaulttimeout():
    """Returns the default timeout in seconds (float) for new socket objects."""
    return _default_timeout


def setdefaulttimeout(timeout, /):
    """Set the default timeout in seconds (float) for new socket objects."""
    global _default_timeout
    _default_timeout = _seconds(timeout)


def close(fd, /):
    """Close an integer socket file descriptor."""
    posix.close(fd)


def dup(fd, /):
    """Duplicate an integer socket file descriptor."""
    return posix.dup(fd)


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    """Create a pair of socket objects from the sockets returned by the platform socketpair() function."""
    family = AF_UNIX if family is None else family
    return tuple(socket(family, type, proto, fd) for fd in _pair(family, type, proto))


__import__("_imp")._run_part("_socket", "_socket_names")
