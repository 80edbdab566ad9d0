"""Uncaught exception group with nested groups and causes."""
def make():
    errors = []
    for f in (lambda: 1 / 0, lambda: {}["k"]):
        try:
            f()
        except Exception as e:
            errors.append(e)
    return ExceptionGroup("inner", errors)
try:
    raise make()
except ExceptionGroup as g:
    outer = ExceptionGroup("outer", [g, ValueError("alone")])
    outer.add_note("group note")
    raise outer from None
