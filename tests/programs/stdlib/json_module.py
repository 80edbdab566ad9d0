"""json: dumps and loads with all options, errors with positions."""
import json
data = {"s": "é\n\"\\/\u2028", "i": 1, "big": 10 ** 30, "f": 1.5, "e": 1e100, "t": True, "n": None, "l": [1, [2, []], {}], "d": {"k": {"x": 1}}, "empty": ""}
print(json.dumps(data), json.loads(json.dumps(data)) == data); print(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))); print(json.dumps(data, indent=2)); print(json.dumps([1, (2, 3), {"a": ()}], indent="\t"), json.dumps([], indent=1), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}), json.dumps("😀"), json.dumps("\x00\x1f\x7f\ud800"), json.dumps(float("inf")), json.dumps([float("nan"), -float("inf")]))
for v in ({1, 2}, object, b"x", {(1,): 2}, 1j, [set()], {"a": [object]}, float("nan")):
    try: print(json.dumps(v, allow_nan=False))
    except Exception as e: print(type(e).__name__, e, getattr(e, "__notes__", None))
print(json.dumps({(1,): 2, "a": 1}, skipkeys=True), json.dumps([{1, 2}, 1j], default=lambda o: sorted(o) if isinstance(o, set) else str(o)))
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
class E(json.JSONEncoder):
    def default(self, o): return ["custom", type(o).__name__] if isinstance(o, complex) else super().default(o)
print(json.dumps([1j], cls=E), list(E().iterencode([1, {"a": 2}]))); 
for s in ("1", "-0", "1.0", "-1.5e3", "1E5", "true", "null", '"a\\u00e9\\n\\ud83d\\ude00"', "[]", "{}", " [ 1 , 2 ] ", '{"a":{"b":[null]}}', "NaN", "-Infinity", "1e400", "123456789012345678901234567890", '"\\/"', '{"a":1,"a":2}'):
    print(s, repr(json.loads(s)))
for s in ("", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "'a'", "nul", "tru", "01", "1.", ".5", "+1", "1 2", "[1 2]", '"abc', '"\\q"', '"\\u12"', '"a\nb"', "{1:2}", "[1,,2]", "]", "{\"a\" 1}", "-", "\ufeff1", "[\n1,\n2,\nx]", "--1", "1e", "Inf"):
    try: print(repr(s), json.loads(s))
    except json.JSONDecodeError as e: print(repr(s), "->", e, "|", e.msg, e.pos, e.lineno, e.colno)
for bad in (5, None, [1]):
    try: json.loads(bad)
    except TypeError as e: print(e)
print(json.loads(b'{"a": "\xc3\xa9"}'), json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "i"), json.loads('{"a": 1, "b": {"c": 2}}', object_hook=lambda d: sorted(d)), json.loads('{"b": 1, "a": 2}', object_pairs_hook=list), json.loads("[NaN]", parse_constant=lambda c: "const " + c), json.loads('"a\tb"', strict=False), json.JSONDecoder().raw_decode('{"a": 1} rest'))
import io; f = io.StringIO(); json.dump({"x": [1]}, f); f.seek(0); print(f.getvalue(), json.load(f)); deep = "[" * 400 + "]" * 400; print(len(json.dumps(json.loads(deep))))
try: json.loads("[" * 100000)
except (RecursionError, json.JSONDecodeError) as e: print("deep input refused")
import enum, collections
class I(int): pass
class S(str): pass
class C(enum.IntEnum): A = 1
print(json.dumps([I(5), S("s"), C.A, {C.A: 1, S("k"): 2}, collections.OrderedDict(z=1), True]), json.dumps(collections.namedtuple("P", "x")(1)), json.dumps({"b": 1, "a": {"d": 1, "c": 2}}, sort_keys=True, indent=1))
