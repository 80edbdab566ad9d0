"""Reads lines and gives tokens."""


class TokenizerIter:
    __slots__ = ("_readline", "_encoding", "_extra", "_stream")

    def __new__(cls, *args, encoding=None, extra_tokens=None):
        if len(args) != 1:
            raise TypeError(f"tokenizeriter() takes exactly 1 positional argument ({len(args)} given)")
        if extra_tokens is None:
            raise TypeError("tokenizeriter() missing required argument 'extra_tokens' (pos 2)")
        if encoding is not None and not isinstance(encoding, str):
            raise TypeError(f"tokenizeriter() argument 'encoding' must be str, not {type(encoding).__name__}")
        self = object.__new__(cls)
        self._readline = args[0]
        self._encoding = encoding
        self._extra = extra_tokens
        self._stream = None
        return self

    def __iter__(self):
        return self

    def __next__(self):
        if self._stream is None:
            self._stream = _open(_read(self._readline, self._encoding))
        while True:
            token = _next(self._stream)
            if token is None:
                raise StopIteration
            if type(token) is list:
                _raise(*token)
            if self._extra:
                return token
            # Without them, operators have types of their own.
            kind, text, start, end, line = token
            if kind < 65:
                return (_exact(text) if kind == 55 else kind, text, start, end, line)


def _read(readline, encoding):
    lines = []
    while True:
        try:
            line = readline()
        except StopIteration:
            break
        if encoding is None:
            if not isinstance(line, str):
                raise TypeError("readline() returned a non-string object")
        else:
            if not isinstance(line, bytes):
                raise TypeError("readline() returned a non-bytes object")
            line = line.decode(encoding)
        if not line:
            break
        lines.append(line)
    return "".join(lines)


def _exact(text):
    import token
    return token.EXACT_TOKEN_TYPES.get(text, 55)


def _raise(kind, message, line, column, end_line, end_column, text):
    cls = {"SyntaxError": SyntaxError, "IndentationError": IndentationError, "TabError": TabError}[kind]
    if text is None:
        error = cls(message)
        error.filename = "<string>"
        error.lineno = error.end_lineno = line
        error.offset = column
    else:
        error = cls(message, ("<string>", line, column, text, end_line or None, end_column or None))
    raise error
