"""time, itertools-free odds and ends: types, keyword, copyreg, reprlib, graphlib, calendar-free date maths."""
import time, types, keyword, reprlib, graphlib, string, inspect, operator, colorsys, fnmatch, glob, base64, binascii, hashlib, pprint, shlex, linecache, numbers, warnings, traceback
t0 = time.perf_counter(); t1 = time.monotonic(); time.sleep(0.002); print(time.perf_counter() > t0, time.monotonic() > t1, time.time() > 1.7e9, isinstance(time.time_ns(), int), time.process_time() >= 0)
g = time.gmtime(86400 * 365); print(g.tm_year, g.tm_mon, g.tm_yday, tuple(g)[:6], time.strftime("%Y-%m-%d %H:%M:%S %j %a %b", g), time.asctime(g), repr(g)[:30], time.gmtime(0) < g)
for f in (lambda: time.sleep(-1), lambda: time.sleep("x"), lambda: time.gmtime("x"), lambda: time.strftime(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(keyword.iskeyword("if"), keyword.issoftkeyword("match"), len(keyword.kwlist), reprlib.repr(list(range(100))), reprlib.repr("x" * 100), list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[0], fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a", "b1"], "b?"), fnmatch.translate("a*"), base64.b64encode(b"hello"), base64.b64decode("aGk="), base64.b32encode(b"a"), base64.b16encode(b"\xff"), binascii.hexlify(b"ab"), binascii.crc32(b"abc"), shlex.split("a 'b c' d\\ e"), shlex.quote("a b"))
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha1(b"abc").hexdigest(), hashlib.sha256(b"abc").hexdigest()); s = types.SimpleNamespace(a=1, b=[2]); s.c = 3; print(s, s == types.SimpleNamespace(a=1, b=[2], c=3), vars(s)); mp = types.MappingProxyType({"a": 1}); print(mp, mp["a"], len(mp), "a" in mp)
try: mp["b"] = 1
except TypeError as e: print(e)
pprint.pprint({"list": list(range(30)), "nested": {"k" * 20: "v" * 60, "z": [1, (2, 3), {4}]}}); pprint.pprint([1, 2]); print(pprint.pformat({"b": 1, "a": 2}))
def f(a, b=1, /, c: int = 2, *d, e, f=3, **g) -> str: "doc"
print(inspect.signature(f), inspect.getdoc(f), inspect.isfunction(f), inspect.isclass(int), inspect.ismodule(time), inspect.isgeneratorfunction(f), list(inspect.signature(f).parameters), inspect.signature(lambda: 0), inspect.getmembers(types.SimpleNamespace(q=1))[-1], inspect.currentframe().f_lineno, inspect.getsource(f).strip())
d = types.new_class("D", (), {}, lambda ns: ns.update(x=1)); print(d.x, types.resolve_bases((int,)), isinstance(f, types.FunctionType), types.NoneType, types.GenericAlias(list, (int,)), types.coroutine.__name__, types.DynamicClassAttribute.__name__)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("msg"); warnings.warn("dep", DeprecationWarning); print([(str(x.message), x.category.__name__) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("as error", UserWarning)
    except UserWarning as e: print(e)
try: 1 / 0
except ZeroDivisionError: print(traceback.format_exc().replace(__file__, "FILE"))
