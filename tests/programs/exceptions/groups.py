"""ExceptionGroup, except*, split, subgroup, derive."""
eg = ExceptionGroup("eg", [ValueError(1), KeyError("k"), ExceptionGroup("in", [TypeError("t"), ValueError(2)])])
print(eg, repr(eg), eg.message, eg.exceptions, eg.args)
print(eg.subgroup(ValueError), repr(eg.subgroup(lambda e: isinstance(e, KeyError))), eg.split((TypeError, KeyError)), eg.subgroup(OSError), eg.derive([KeyError()]))
def run(e):
    log = []
    try:
        try: raise e
        except* ValueError as g: log.append(("V", repr(g)))
        except* (KeyError, TypeError) as g: log.append(("KT", repr(g)))
        else: log.append("else")
        finally: log.append("fin")
    except BaseException as left: log.append(("left", repr(left)))
    print(log)
run(eg); run(ValueError("naked")); run(OSError("not matched")); run(ExceptionGroup("x", [OSError("o"), ValueError("v")])); run(BaseExceptionGroup("b", [KeyboardInterrupt(), KeyError(1)]))
def nothing():
    try: pass
    except* ValueError: print("no")
    else: print("else")
nothing()
def raising():
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError as e: raise TypeError("new")
try: raising()
except ExceptionGroup as e: print(repr(e), [repr(x.__context__) for x in e.exceptions])
def reraise():
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2), OSError(3)])
    except* ValueError: raise
    except* KeyError: pass
try: reraise()
except ExceptionGroup as e: print(repr(e))
for args in (("m",), ("m", []), ("m", 5), ("m", [5]), (5, [ValueError()]), ("m", [KeyboardInterrupt()]), ("m", ValueError())):
    try: print(ExceptionGroup(*args))
    except (TypeError, ValueError) as e: print(args, type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, ExceptionGroup.__mro__)
try:
    try: raise ValueError
    except* ExceptionGroup: pass
except TypeError as e: print(e)
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup("derived " + self.message, excs)
m = MyGroup("mine", [ValueError(1), KeyError(2)]); print(repr(m.subgroup(ValueError)), [repr(x) for x in m.split(KeyError)])
for src in ("try:\n  pass\nexcept* ValueError:\n  pass\nexcept KeyError:\n  pass", "for x in 'a':\n  try: pass\n  except* ValueError: break", "try: pass\nexcept*: pass"):
    try: compile(src, "s", "exec")
    except SyntaxError as e: print(e.msg)
def nested():
    try:
        try: raise ExceptionGroup("o", [ExceptionGroup("i", [ValueError(1)]), TypeError(2)])
        except* TypeError as t: print("T", repr(t))
    except* ValueError as v: print("V", repr(v))
nested()
e = ExceptionGroup("noted", [ValueError(1), TypeError(2)]); e.add_note("n"); e.__cause__ = KeyError("c")
s = e.subgroup(ValueError); print(s.__notes__, repr(s.__cause__), s.__traceback__)
