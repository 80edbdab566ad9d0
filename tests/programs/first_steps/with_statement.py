class CM:
    def __enter__(self): print("enter"); return "value"
    def __exit__(self, t, v, tb): print("exit", t is None); return True
with CM() as v:
    print(v)
with CM():
    raise KeyError("swallowed")
print("after")
