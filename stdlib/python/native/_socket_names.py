"""Part of `_socket`: names and numbers of hosts, services, protocols and interfaces, and the order of bytes on the wire."""


class herror(OSError):
    pass


class gaierror(OSError):
    pass


for _class in (herror, gaierror):
    _class.__module__ = "socket"
del _class


def _byte_order(bits):
    limit = (1 << bits) - 1

    def swapped(function, number):
        if not hasattr(type(number), "__index__"):
            raise TypeError(f"'{type(number).__name__}' object cannot be interpreted as an integer")
        number = number.__index__()
        if number < 0:
            raise OverflowError(f"{function}: can't convert negative Python int to C {bits}-bit unsigned integer"
                                if bits == 16 else "can't convert negative value to unsigned int")
        if number > limit:
            raise OverflowError(f"{function}: Python int too large to convert to C {bits}-bit unsigned integer"
                                if bits == 16 else "int larger than 32 bits")
        return int.from_bytes(number.to_bytes(bits // 8, "little"), "big")

    return swapped


_short, _long = _byte_order(16), _byte_order(32)


def ntohs(integer, /):
    """Convert a 16-bit unsigned integer from network to host byte order."""
    return _short("ntohs", integer)


def htons(integer, /):
    """Convert a 16-bit unsigned integer from host to network byte order."""
    return _short("htons", integer)


def ntohl(integer, /):
    """Convert a 32-bit unsigned integer from network to host byte order."""
    return _long("ntohl", integer)


def htonl(integer, /):
    """Convert a 32-bit unsigned integer from host to network byte order."""
    return _long("htonl", integer)


def inet_pton(family, text, /):
    """Convert an IP address from string format to a packed string suitable for use with low-level network
functions."""
    if not isinstance(text, str):
        raise TypeError(f"inet_pton() argument 2 must be str, not {type(text).__name__}")
    return _pack(family, text)


def inet_ntop(family, packed, /):
    """Convert a packed IP address of the given family to string format."""
    return _unpack(family, packed)


def inet_aton(text, /):
    """Convert an IP address in string format (123.45.67.89) to the 32-bit packed binary format used in low-level
network functions."""
    parts = text.split(".")
    try:
        numbers = [int(part, 8 if part[:1] == "0" and part[:2] not in ("0x", "0X") and len(part) > 1 else 0)
                   for part in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 4 or any(not 0 <= number <= 255 for number in numbers[:-1]) or (
            not 0 <= numbers[-1] < 1 << 8 * (5 - len(numbers))):
        raise OSError("illegal IP address string passed to inet_aton")
    whole = numbers[-1]
    for index, number in enumerate(numbers[:-1]):
        whole |= number << 8 * (3 - index)
    return whole.to_bytes(4, "big")


def inet_ntoa(packed, /):
    """Convert an IP address from 32-bit packed binary format to string format."""
    packed = bytes(memoryview(packed))
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return _unpack(AF_INET, packed)


def _failed(code):
    return gaierror(code, _resolver_message(code))


def _host(host):
    """The name of a host as the resolver takes it."""
    if isinstance(host, (bytes, bytearray)):
        return bytes(host)
    if not isinstance(host, str):
        raise TypeError("getaddrinfo() argument 1 must be string or None")
    return host.encode("idna") if not host.isascii() else host


def _numeric(host, family, function):
    """The number of a host as text."""
    if host == "" or host is None:
        return "0.0.0.0" if family == AF_INET else "::"
    if host == "<broadcast>" and family == AF_INET:
        return "255.255.255.255"
    if not isinstance(host, (str, bytes, bytearray)):
        raise TypeError(f"str, bytes or bytearray expected, not {type(host).__name__}")
    found = _resolve(_host(host), None, family, SOCK_DGRAM, 0, 0)
    if isinstance(found, int):
        raise _failed(found)
    return found[0][4][0]


def getaddrinfo(host, port, family=AF_UNSPEC, type=0, proto=0, flags=0):
    """Resolve host and port into addrinfo struct."""
    if host is not None:
        host = _host(host)
    if port is not None and not isinstance(port, (str, bytes)):
        if not hasattr(port.__class__, "__index__"):
            raise OSError("Int or String expected")
        port = str(port.__index__())
    found = _resolve(host, port, family, type, proto, flags)
    if isinstance(found, int):
        raise _failed(found)
    return found


def gethostbyname(host, /):
    """Return the IP address (a string of the form '255.255.255.255') for a host."""
    return _numeric(host, AF_INET, "gethostbyname")


def _names(host, canonical, addresses):
    return canonical or host, [], addresses


def gethostbyname_ex(host, /):
    """Return the true host name, a list of aliases, and a list of IP addresses, for a host."""
    found = getaddrinfo(host, None, AF_INET, SOCK_STREAM, 0, AI_CANONNAME)
    return _names(host, found[0][3], [entry[4][0] for entry in found])


def gethostbyaddr(host, /):
    """Return the true host name, a list of aliases, and a list of IP addresses, for a host."""
    family, _, _, _, address = getaddrinfo(host, None, 0, SOCK_STREAM)[0]
    found = _name_of(family, address, NI_NAMEREQD)
    if isinstance(found, int):
        raise herror(1, "Unknown host")
    return _names(found[0], "", [address[0]])


def getnameinfo(sockaddr, flags, /):
    """Get host and port for a sockaddr."""
    if not isinstance(sockaddr, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    host, port, *rest = sockaddr
    found = getaddrinfo(host, port, AF_UNSPEC, SOCK_DGRAM, 0, AI_NUMERICHOST)
    if len(found) > 1:
        raise OSError("sockaddr resolved to multiple addresses")
    family, _, _, _, address = found[0]
    found = _name_of(family, address[:2] + tuple(rest), flags)
    if isinstance(found, int):
        raise _failed(found)
    return found


def getservbyname(servicename, protocolname=None, /):
    """Return a port number from a service name and protocol name."""
    port = _service_port(servicename, protocolname)
    if port is None:
        raise OSError("service/proto not found")
    return port


def getservbyport(port, protocolname=None, /):
    """Return the service name from a port number and protocol name."""
    if not 0 <= port <= 0xFFFF:
        raise OverflowError("getservbyport: port must be 0-65535.")
    name = _service_name(port, protocolname)
    if name is None:
        raise OSError("port/proto not found")
    return name


def getprotobyname(name, /):
    """Return the protocol number for the protocol name."""
    number = _protocol(name)
    if number is None:
        raise OSError("protocol not found")
    return number


def if_nametoindex(name, /):
    """Returns the interface index corresponding to the interface name."""
    index = _interface_index(name)
    if not index:
        raise OSError("no interface with this name")
    return index


def if_indextoname(index, /):
    """Returns the interface name corresponding to the interface index."""
    return _interface_name(index)


def if_nameindex():
    """Returns a list of network interface information (index, name) tuples."""
    return sorted((_interface_index(name), name) for name in posix.listdir("/sys/class/net"))
