for v in (1, "a", [1, 2], {"k": 5}, None):
    match v:
        case 1: print("one")
        case str(s): print("str", s)
        case [a, b]: print("pair", a, b)
        case {"k": k}: print("map", k)
        case _: print("other")
