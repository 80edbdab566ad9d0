"""Uncaught chained exceptions with notes."""
def first():
    raise KeyError("first")
def second():
    try:
        first()
    except KeyError as e:
        raise ValueError("second") from e
def third():
    try:
        second()
    except ValueError:
        err = TypeError("third")
        err.add_note("a note")
        err.add_note("two\nlines")
        raise err
third()
