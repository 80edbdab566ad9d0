"""An uncaught exception of a user class, whose name is printed with its module only when not __main__."""
class Problem(Exception):
    def __str__(self):
        return "two\nlines"
class Outer:
    class Inner(Problem): pass
raise Outer.Inner("x")
