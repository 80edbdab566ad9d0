"""The registry of codecs and error handlers, and codecs that ask the handlers of a program."""

_searches = []
_known = {}
_handlers = {}


def register(search_function, /):
    """Register a codec search function."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searches.append(search_function)


def unregister(search_function, /):
    """Unregister a codec search function and clear the registry's cache."""
    if search_function in _searches:
        _searches.remove(search_function)
        _known.clear()


_encodings_loaded = False


def lookup(encoding, /):
    """Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."""
    global _encodings_loaded
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    name = _normal_name(encoding)
    found = _known.get(name)
    if found is not None:
        return found
    if not _encodings_loaded:
        # Importing the package registers its search function.
        _encodings_loaded = True
        import encodings
    for search in _searches:
        found = search(name)
        if found is None:
            continue
        if not isinstance(found, tuple) or len(found) != 4:
            raise TypeError("codec search functions must return 4-tuples")
        _known[name] = found
        return found
    raise LookupError(f"unknown encoding: {encoding}")


def _run(coder, object, errors, action, encoding):
    try:
        result = coder(object, errors)
    except Exception as error:
        error.add_note(f"{action} with '{encoding}' codec failed")
        raise
    if not isinstance(result, tuple) or len(result) != 2:
        kind = "encoder" if action == "encoding" else "decoder"
        raise TypeError(f"{kind} must return a tuple (object, integer)")
    return result[0]


def _check_names(function, encoding, errors):
    for name, value in (("encoding", encoding), ("errors", errors)):
        if not isinstance(value, str):
            raise TypeError(f"{function}() argument '{name}' must be str, not {type(value).__name__}")


def encode(obj, encoding="utf-8", errors="strict"):
    """Encodes obj using the codec registered for encoding."""
    _check_names("encode", encoding, errors)
    return _run(lookup(encoding)[0], obj, errors, "encoding", encoding)


def decode(obj, encoding="utf-8", errors="strict"):
    """Decodes obj using the codec registered for encoding."""
    _check_names("decode", encoding, errors)
    return _run(lookup(encoding)[1], obj, errors, "decoding", encoding)


def _text_codec(encoding, function):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(
            f"'{encoding}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs")
    return info


def _encode_text(text, encoding, errors):
    """str.encode with a codec of the registry."""
    own = _own_encoding(encoding)
    if own is not None:
        return _encode_handled(own, text, errors)[0]
    result = _run(_text_codec(encoding, "encode")[0], text, errors, "encoding", encoding)
    if isinstance(result, bytes):
        return result
    if isinstance(result, bytearray):
        import warnings
        warnings.warn(f"encoder {encoding} returned bytearray instead of bytes; "
                      "use codecs.encode() to encode to arbitrary types", RuntimeWarning)
        return bytes(result)
    raise TypeError(f"'{encoding}' encoder returned '{type(result).__name__}' instead of 'bytes'; "
                    "use codecs.encode() to encode to arbitrary types")


def _decode_text(data, encoding, errors):
    """bytes.decode with a codec of the registry."""
    own = _own_encoding(encoding)
    if own is not None:
        return _decode_handled(own, data, errors, True)[0]
    result = _run(_text_codec(encoding, "decode")[1], memoryview(data), errors, "decoding", encoding)
    if isinstance(result, str):
        return result
    raise TypeError(f"'{encoding}' decoder returned '{type(result).__name__}' instead of 'str'; "
                    "use codecs.decode() to decode to arbitrary types")


# Error handlers

def register_error(errors, handler, /):
    """Register the specified error handler under the name errors."""
    if not isinstance(errors, str):
        raise TypeError(f"register_error() argument 1 must be str, not {type(errors).__name__}")
    if not callable(handler):
        raise TypeError("handler must be callable")
    _handlers[errors] = handler


def _unregister_error(errors, /):
    """Un-register the specified error handler for the error handling `errors'."""
    if errors in _standard_handlers:
        raise ValueError(f"cannot un-register built-in error handler '{errors}'")
    return _handlers.pop(errors, None) is not None


def lookup_error(name, /):
    """Return the error handler for the specified error handling name."""
    if not isinstance(name, str):
        raise TypeError(f"lookup_error() argument must be str, not {type(name).__name__}")
    try:
        return _handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name '{name}'") from None


def _unknown_error(error):
    return TypeError(f"don't know how to handle {type(error).__name__} in error callback")


def _bad_part(error):
    """The characters or bytes an exception is about, and where they end."""
    size = len(error.object)
    start = min(max(error.start, 0), max(size - 1, 0))
    end = min(max(error.end, 1), size)
    return error.object[start:end], end


def strict_errors(error, /):
    """Implements the 'strict' error handling, which raises a UnicodeError on coding errors."""
    if isinstance(error, BaseException):
        raise error
    raise TypeError("codec must pass exception instance")


def ignore_errors(error, /):
    """Implements the 'ignore' error handling, which ignores malformed data and continues."""
    if not isinstance(error, (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)):
        raise _unknown_error(error)
    return "", _bad_part(error)[1]


def replace_errors(error, /):
    """Implements the 'replace' error handling, which replaces malformed data with a replacement marker."""
    if isinstance(error, UnicodeEncodeError):
        part, end = _bad_part(error)
        return "?" * len(part), end
    if isinstance(error, UnicodeDecodeError):
        return "\ufffd", _bad_part(error)[1]
    if isinstance(error, UnicodeTranslateError):
        part, end = _bad_part(error)
        return "\ufffd" * len(part), end
    raise _unknown_error(error)


def xmlcharrefreplace_errors(error, /):
    """Implements the 'xmlcharrefreplace' error handling."""
    if not isinstance(error, UnicodeEncodeError):
        raise _unknown_error(error)
    part, end = _bad_part(error)
    return "".join([f"&#{ord(c)};" for c in part]), end


def _escaped(code):
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def backslashreplace_errors(error, /):
    """Implements the 'backslashreplace' error handling."""
    if not isinstance(error, (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)):
        raise _unknown_error(error)
    part, end = _bad_part(error)
    codes = part if isinstance(part, bytes) else [ord(c) for c in part]
    return "".join([_escaped(code) for code in codes]), end


def namereplace_errors(error, /):
    """Implements the 'namereplace' error handling."""
    if not isinstance(error, UnicodeEncodeError):
        raise _unknown_error(error)
    import unicodedata
    part, end = _bad_part(error)
    names = []
    for c in part:
        name = unicodedata.name(c, None)
        names.append(_escaped(ord(c)) if name is None else f"\\N{{{name}}}")
    return "".join(names), end


def _surrogateescape(error, /):
    if isinstance(error, UnicodeEncodeError):
        part, end = _bad_part(error)
        out = []
        for c in part:
            if not 0xDC80 <= ord(c) <= 0xDCFF:
                raise error
            out.append(ord(c) - 0xDC00)
        return bytes(out), end
    if isinstance(error, UnicodeDecodeError):
        part, end = _bad_part(error)
        out = []
        for byte in part[:4]:
            if byte < 128:
                break
            out.append(chr(0xDC00 + byte))
        if not out:
            raise error
        return "".join(out), end - len(part) + len(out)
    raise _unknown_error(error)


def _surrogatepass(error, /):
    if isinstance(error, (UnicodeEncodeError, UnicodeDecodeError)):
        name = _normal_name(error.encoding)
        if name not in _with_surrogates:
            raise error
        width, order = _with_surrogates[name]
        part, end = _bad_part(error)
        if isinstance(error, UnicodeEncodeError):
            out = []
            for c in part:
                code = ord(c)
                if not 0xD800 <= code <= 0xDFFF:
                    raise error
                if width == 1:
                    out.append(bytes((0xED, code >> 6 & 0x3F | 0x80, code & 0x3F | 0x80)))
                else:
                    out.append(code.to_bytes(width, order))
            return b"".join(out), end
        start = end - len(part)
        size = 3 if width == 1 else width
        data = error.object[start:start + size]
        if len(data) == size:
            if width > 1:
                code = int.from_bytes(data, order)
            else:
                lead, middle, last = data
                whole = lead == 0xED and middle & 0xC0 == last & 0xC0 == 0x80
                code = 0xD000 | (middle & 0x3F) << 6 | last & 0x3F if whole else 0
            if 0xD800 <= code <= 0xDFFF:
                return chr(code), start + size
        raise error
    raise _unknown_error(error)


_with_surrogates = {
    "utf_8": (1, "little"), "utf8": (1, "little"),
    "utf_16": (2, "little"), "utf_16_le": (2, "little"), "utf_16le": (2, "little"),
    "utf_16_be": (2, "big"), "utf_16be": (2, "big"),
    "utf_32": (4, "little"), "utf_32_le": (4, "little"), "utf_32le": (4, "little"),
    "utf_32_be": (4, "big"), "utf_32be": (4, "big"),
}
_surrogateescape.__name__ = "surrogateescape"
_surrogatepass.__name__ = "surrogatepass"

_standard_handlers = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
    "xmlcharrefreplace": xmlcharrefreplace_errors, "backslashreplace": backslashreplace_errors,
    "namereplace": namereplace_errors, "surrogateescape": _surrogateescape, "surrogatepass": _surrogatepass,
}
_handlers.update(_standard_handlers)
# `codecs` looks these up by name; they are no attributes of this module.
del strict_errors, ignore_errors, replace_errors
del xmlcharrefreplace_errors, backslashreplace_errors, namereplace_errors


# Codecs with handlers of a program

def _position(position, size):
    if not hasattr(position, "__index__"):
        raise TypeError(f"'{type(position).__name__}' object cannot be interpreted as an integer")
    wanted = position = position.__index__()
    if position < 0:
        position += size
    if not 0 <= position <= size:
        raise IndexError(f"position {wanted} from error handler out of bounds")
    return position


def _handle_encode(error, errors):
    """What to put in place, and where to go on."""
    answer = lookup_error(errors)(error)
    if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[0], (str, bytes)):
        raise TypeError("encoding error handler must return (str/bytes, int) tuple")
    return answer[0], _position(answer[1], len(error.object))


def _handle_decode(error, errors):
    """What to put in place, where to go on, and in which bytes."""
    answer = lookup_error(errors)(error)
    if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[0], str):
        raise TypeError("decoding error handler must return (str, int) tuple")
    data = error.object
    if not isinstance(data, bytes):
        raise TypeError("exception attribute object must be bytes")
    return answer[0], _position(answer[1], len(data)), data


def _encode_handled(encoding, text, errors):
    parts = []
    at = 0
    unit = 1 if encoding in (0, 7, 8, 9, 10) else 2 if encoding < 4 else 4
    # After the mark the byte order is the machine's.
    follow = {1: 2, 4: 5}.get(encoding, encoding)
    while True:
        part, fault = _encode_run(encoding, text, at)
        parts.append(part)
        if fault is None:
            return b"".join(parts), len(text)
        name, start, end, reason = fault
        error = UnicodeEncodeError(name, text, start, end, reason)
        put, at = _handle_encode(error, errors)
        if isinstance(put, str):
            put, fault = _encode_run(follow, put, 0)
            if fault is not None:
                raise error
        elif len(put) % unit:
            raise error
        parts.append(put)
        encoding = follow


def _decode_handled(encoding, data, errors, final):
    parts = []
    at = 0
    while True:
        text, at, encoding, fault = _decode_run(encoding, data, at, final)
        parts.append(text)
        if fault is None:
            return "".join(parts), at
        name, start, end, reason = fault
        text, at, data = _handle_decode(UnicodeDecodeError(name, data, start, end, reason), errors)
        parts.append(text)


def _decode_marked(encoding, data, errors, byteorder, final):
    """With the byte order told, or found in a mark: (text, consumed, order)."""
    data = _take_bytes(data)
    wide = encoding == 4
    little, big = (b"\xff\xfe\0\0", b"\0\0\xfe\xff") if wide else (b"\xff\xfe", b"\xfe\xff")
    if byteorder == 0:
        byteorder = -1 if data.startswith(little) else 1 if data.startswith(big) else 0
    elif byteorder < 0:
        encoding += 1
        byteorder = -1
    else:
        encoding += 2
        byteorder = 1
    text, used = _decode_handled(encoding, data, errors or "strict", bool(final))
    return text, used, byteorder


def utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /):
    return _decode_marked(1, data, errors, byteorder, final)


def utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /):
    return _decode_marked(4, data, errors, byteorder, final)


def charmap_build(map, /):
    if len(map) == 256:
        return _encoding_map(map)
    return {ord(c): index for index, c in enumerate(map)}


def charmap_encode(text, errors=None, mapping=None, /):
    if not isinstance(text, str):
        raise TypeError(f"charmap_encode() argument 1 must be str, not {type(text).__name__}")
    if mapping is None:
        return latin_1_encode(text, errors)
    run = _charmap_encode_run if isinstance(mapping, EncodingMap) else _mapping_encode_run
    parts = []
    at = 0
    while True:
        part, at = run(text, at, mapping)
        parts.append(part)
        if at == len(text):
            return b"".join(parts), at
        end = at + 1
        while end < len(text) and not run(text[end], 0, mapping)[1]:
            end += 1
        error = UnicodeEncodeError("charmap", text, at, end, "character maps to <undefined>")
        put, at = _handle_encode(error, "strict" if errors is None else errors)
        if isinstance(put, str):
            replacement = put
            put, done = run(replacement, 0, mapping)
            if done < len(replacement):
                raise error
        parts.append(put)


def _mapping_encode_run(text, at, mapping):
    """Encodes up to what the mapping does not have: (bytes, where it stopped)."""
    parts = []
    while at < len(text):
        try:
            found = mapping[ord(text[at])]
        except LookupError:
            break
        if found is None:
            break
        if isinstance(found, int):
            if not 0 <= found < 256:
                raise TypeError("character mapping must be in range(256)")
            found = bytes((found,))
        elif not isinstance(found, bytes):
            raise TypeError(f"character mapping must return integer, bytes or None, not {type(found).__name__}")
        parts.append(found)
        at += 1
    return b"".join(parts), at


def charmap_decode(data, errors=None, mapping=None, /):
    if mapping is None:
        return latin_1_decode(data, errors)
    data = _take_bytes(data)
    run = _charmap_decode_run if isinstance(mapping, str) else _mapping_decode_run
    size = len(data)
    parts = []
    at = 0
    while True:
        part, at = run(data, at, mapping)
        parts.append(part)
        if at == len(data):
            return "".join(parts), size
        error = UnicodeDecodeError("charmap", data, at, at + 1, "character maps to <undefined>")
        put, at, data = _handle_decode(error, "strict" if errors is None else errors)
        parts.append(put)


def _mapping_decode_run(data, at, mapping):
    parts = []
    while at < len(data):
        try:
            found = mapping[data[at]]
        except LookupError:
            break
        if isinstance(found, int):
            if not 0 <= found <= 0x10FFFF:
                raise TypeError("character mapping must be in range(0x110000)")
            found = chr(found)
        elif found is not None and not isinstance(found, str):
            raise TypeError("character mapping must return integer, None or str")
        if found is None or found == "\ufffe":
            break
        parts.append(found)
        at += 1
    return "".join(parts), at


# UTF-7

_base64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_base64_value = {byte: value for value, byte in enumerate(_base64)}
# Characters that need no encoding: those of RFC 2152, and the optional ones that decoders let pass.
_direct = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:? \t\r\n")
_optional = frozenset(b"!\"#$%&*;<=>@[]^_`{|}")


def utf_7_encode(text, errors=None, /):
    if not isinstance(text, str):
        raise TypeError(f"utf_7_encode() argument 1 must be str, not {type(text).__name__}")
    out = bytearray()
    bits = count = 0
    shifted = False
    for c in text:
        code = ord(c)
        plain = code in _direct or code in _optional
        if shifted and plain:
            if count:
                out.append(_base64[bits << 6 - count & 63])
                bits = count = 0
            shifted = False
            if code in _base64_value or c == "-":
                out.append(45)
        if not shifted:
            if plain:
                out.append(code)
                continue
            if c == "+":
                out += b"+-"
                continue
            out.append(43)
            shifted = True
        units = (code,) if code < 0x10000 else (0xD7C0 + (code >> 10), 0xDC00 | code & 0x3FF)
        for unit in units:
            bits = bits << 16 | unit
            count += 16
            while count >= 6:
                count -= 6
                out.append(_base64[bits >> count & 63])
            bits &= (1 << count) - 1
    if shifted:
        if count:
            out.append(_base64[bits << 6 - count & 63])
        out.append(45)
    return bytes(out), len(text)


def utf_7_decode(data, errors=None, final=False, /):
    data = _take_bytes(data)
    errors = "strict" if errors is None else errors
    size = len(data)
    out = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte != 43:
            if byte < 128:
                out.append(chr(byte))
                at += 1
                continue
            start, end, reason = at, at + 1, "unexpected special character"
        else:
            text, end, reason = _utf_7_shifted(data, at, final)
            if reason is None:
                if end is None:
                    # More may follow: what was decoded of the sequence is decoded again then.
                    return "".join(out), at
                out.append(text)
                at = end
                continue
            start = at
            out.append(text)
        put, at, data = _handle_decode(UnicodeDecodeError("utf7", data, start, end, reason), errors)
        out.append(put)
    return "".join(out), size


def _utf_7_shifted(data, at, final):
    """A base64 sequence from its `+`: (text, where it ends or None if it may go on, what is wrong or None)."""
    start = at
    at += 1
    if data[at:at + 1] == b"-":
        return "+", at + 1, None
    bits = count = 0
    units = []
    while at < len(data) and data[at] in _base64_value:
        bits = bits << 6 | _base64_value[data[at]]
        count += 6
        if count >= 16:
            count -= 16
            units.append(bits >> count)
            bits &= (1 << count) - 1
        at += 1
    text = b"".join([unit.to_bytes(2, "little") for unit in units]).decode("utf-16-le", "surrogatepass")
    if at == len(data):
        if not final:
            return text, None, None
        return text, at, "unterminated shift sequence"
    if at == start + 1:
        return text, at + 1, "ill-formed sequence"
    if count >= 6:
        return text, at + 1, "partial character in base64 sequence"
    if bits:
        return text, at + 1, "non-zero padding bits in base64 sequence"
    return text, at + (data[at] == 45), None


# Classes have these as attributes, where they must not become methods: functions of C do not either.
charmap_encode, charmap_decode = staticmethod(charmap_encode), staticmethod(charmap_decode)
utf_7_encode, utf_7_decode = staticmethod(utf_7_encode), staticmethod(utf_7_decode)
utf_16_ex_decode, utf_32_ex_decode = staticmethod(utf_16_ex_decode), staticmethod(utf_32_ex_decode)
