"""The text of uncaught exceptions, for the default `sys.excepthook`.

The library says it best; what is here beside it needs nothing of the library, and knows neither carets nor suggestions.
"""

import sys
import _imp

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"
# Identical entries shown before the rest is counted.
_REPEATS = 3
# Members of a group that are shown, and levels of groups.
_WIDTH = 15
_DEPTH = 10


def format_exception(value, traceback):
    """What the library's `traceback` says, or about the same where it cannot be imported (yet, or any more)."""
    try:
        return _library_text(value, traceback)
    except Exception:
        return _own_text(value, traceback)


def _library_text(value, traceback):
    import traceback as library
    described = library.TracebackException(type(value), value, traceback, limit=library.BUILTIN_EXCEPTION_LIMIT,
                                           compact=True)
    return "".join(described.format())


def _own_text(value, traceback):
    lines = []
    _chain(value, traceback, lines, _Margin(), set())
    return "".join(lines)


class _Margin:
    """What stands left of each line within exception groups."""

    def __init__(self):
        self.depth = 0
        self.needs_close = False

    def indent(self):
        return " " * (2 * self.depth)

    def add(self, text, lines, mark=None):
        mark = "|" if mark is None else mark
        prefix = self.indent() + (mark + " " if self.depth else "")
        for line in text.splitlines(True):
            lines.append(prefix + line)


def _chain(value, traceback, lines, margin, seen):
    seen.add(id(value))
    cause = value.__cause__
    context = value.__context__
    if cause is not None and id(cause) not in seen:
        _chain(cause, cause.__traceback__, lines, margin, seen)
        margin.add(_CAUSE, lines)
    elif context is not None and not value.__suppress_context__ and cause is None and id(context) not in seen:
        _chain(context, context.__traceback__, lines, margin, seen)
        margin.add(_CONTEXT, lines)
    if isinstance(value, BaseExceptionGroup):
        _group(value, traceback, lines, margin, seen)
    else:
        if traceback is not None:
            margin.add("Traceback (most recent call last):\n", lines)
            margin.add(_entries(traceback), lines)
        margin.add(_headline(value), lines)


def _group(value, traceback, lines, margin, seen):
    if margin.depth > _DEPTH:
        margin.add(f"... (max_group_depth is {_DEPTH})\n", lines)
        return
    outermost = margin.depth == 0
    if outermost:
        margin.depth += 1
    if traceback is not None:
        margin.add("Exception Group Traceback (most recent call last):\n", lines, "+" if outermost else None)
        margin.add(_entries(traceback), lines)
    margin.add(_headline(value), lines)
    count = len(value.exceptions)
    shown = count if count <= _WIDTH else _WIDTH + 1
    margin.needs_close = False
    for index in range(shown):
        last = index == shown - 1
        if last:
            margin.needs_close = True
        cut = _WIDTH is not None and index >= _WIDTH
        title = f"{index + 1}" if not cut else "..."
        lines.append(margin.indent() + ("+-" if index == 0 else "  ") + f"+---------------- {title} ----------------\n")
        margin.depth += 1
        if cut:
            rest = count - _WIDTH
            margin.add(f"and {rest} more exception{'s' if rest > 1 else ''}\n", lines)
        else:
            member = value.exceptions[index]
            _chain(member, member.__traceback__, lines, margin, seen)
        if last and margin.needs_close:
            lines.append(margin.indent() + "+------------------------------------\n")
            margin.needs_close = False
        margin.depth -= 1
    if outermost:
        margin.depth = 0


def _headline(value):
    """The exception itself: class, text, notes; for syntax errors the place too."""
    cls = type(value)
    name = cls.__qualname__
    module = cls.__module__
    if module not in ("__main__", "builtins"):
        name = f"{module if isinstance(module, str) else '<unknown>'}.{name}"
    if isinstance(value, SyntaxError):
        text = _syntax_error(value, name)
    else:
        try:
            message = str(value)
        except Exception:
            message = "<exception str() failed>"
        text = f"{name}: {message}\n" if message else f"{name}\n"
    notes = getattr(value, "__notes__", None)
    if notes is not None:
        if isinstance(notes, (list, tuple)):
            for note in notes:
                try:
                    note = str(note)
                except Exception:
                    note = "<note str() failed>"
                for line in note.split("\n"):
                    text += line + "\n"
        else:
            text += repr(notes) + "\n"
    return text


def _syntax_error(value, name):
    text = ""
    line_number = value.lineno
    if line_number is not None:
        text = f'  File "{value.filename or "<string>"}", line {line_number}\n'
    elif value.filename is not None:
        text = f'  File "{value.filename}"\n'
    source = value.text
    if isinstance(source, str) and source:
        line = source.split("\n")[0]
        stripped = line.lstrip(" \t\f")
        removed = len(line) - len(stripped)
        text += f"    {stripped.rstrip()}\n"
        offset = value.offset
        if offset is not None:
            start = offset - 1 - removed
            end_offset = value.end_offset
            if value.end_lineno is not None and value.end_lineno != line_number:
                end_offset = len(line) + 1
            if end_offset in (None, 0, -1):
                end_offset = offset
            end = end_offset - 1 - removed
            if start == end or end == 0:
                end = start + 1
            if start >= 0:
                space = "".join([c if c.isspace() else " " for c in stripped[:start]])
                space += " " * (start - len(space))
                text += f"    {space}{'^' * max(end - start, 1)}\n"
    return text + f"{name}: {value.msg or '<no detail available>'}\n"


def _entries(traceback):
    lines = []
    last = None
    repeated = 0
    while traceback is not None:
        place = _place(traceback)
        if place == last:
            repeated += 1
        else:
            _count(lines, repeated)
            repeated = 1
            last = place
        if repeated <= _REPEATS:
            lines.append(_entry(*place))
        traceback = traceback.tb_next
    _count(lines, repeated)
    return "".join(lines)


def _count(lines, repeated):
    more = repeated - _REPEATS
    if more > 0:
        lines.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")


def _place(traceback):
    code = traceback.tb_frame.f_code
    return code.co_filename, traceback.tb_lineno, code.co_name


def _entry(filename, line, name):
    text = f'  File "{filename}", line {line}, in {name}\n'
    source = _source_lines(filename)
    if source is None or line is None or not 0 < line <= len(source):
        return text
    stripped = source[line - 1].strip()
    return f"{text}    {stripped}\n" if stripped else text


_sources = {}


def _source_lines(filename):
    if filename in _sources:
        return _sources[filename]
    lines = None
    embedded = _imp._embedded_source(filename)
    if embedded is not None:
        lines = embedded.split("\n")
    else:
        lines = _linecache_lines(filename)
        if lines is None:
            lines = _file_lines(filename)
    _sources[filename] = lines
    return lines


def _linecache_lines(filename):
    """Sources that are in no file: the interactive prompt and `-c` register theirs."""
    cache = sys.modules.get("linecache")
    if cache is not None and filename in cache.cache:
        entry = cache.cache[filename]
        if len(entry) == 4:
            return [line.rstrip("\n") for line in entry[2]]
    return _registered.get(filename)


_registered = {}


def register(filename, source):
    """Remembers the source of code that came from no file."""
    _registered[filename] = source.split("\n")


def _file_lines(filename):
    if filename.startswith("<") and filename.endswith(">"):
        return None
    import posix
    try:
        descriptor = posix.open(filename, posix.O_RDONLY)
    except (OSError, ValueError):
        return None
    try:
        chunks = []
        while chunk := posix.read(descriptor, 1 << 20):
            chunks.append(chunk)
    except OSError:
        return None
    finally:
        posix.close(descriptor)
    text = b"".join(chunks)
    if text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    return text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
