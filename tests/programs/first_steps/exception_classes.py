class MyError(Exception): pass
class Child(MyError):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
for e in (MyError("a"), Child(5), KeyError("k"), ValueError()):
    try: raise e
    except Child as c: print("child", c, c.code)
    except MyError as m: print("mine", m)
    except Exception as x: print("other", repr(x))
try:
    try: 1 / 0
    except ZeroDivisionError as z: raise MyError("wrapped") from z
except MyError as m: print(m, repr(m.__cause__))
