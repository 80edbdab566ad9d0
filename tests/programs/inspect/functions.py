import inspect, functools, dataclasses, enum, typing, ast
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def f(a, /, b: int=2, *c: str, d=3, **e) -> "x": pass
t(lambda: inspect.signature(f)); t(lambda: inspect.signature(f).parameters['b']); t(lambda: inspect.getfullargspec(f))
t(lambda: inspect.signature(len)); t(lambda: inspect.signature(dict.get)); t(lambda: inspect.signature([].append)); t(lambda: inspect.signature(print)); t(lambda: inspect.signature(sorted)); t(lambda: inspect.signature(int)); t(lambda: inspect.signature(str.join)); t(lambda: inspect.signature(isinstance))
class A:
    def __init__(self, x, y=1): pass
    def m(self, z): "doc m"
    @classmethod
    def c(cls, q): pass
    @staticmethod
    def s(q): pass
    @property
    def p(self): return 1
    __slots__=('v',)
t(lambda: inspect.signature(A)); t(lambda: inspect.signature(A.m)); t(lambda: inspect.signature(A(1).m)); t(lambda: inspect.signature(A.c)); t(lambda: inspect.signature(A.s)); t(lambda: inspect.signature(functools.partial(f,1,d=4)))
t(lambda: inspect.getsource(f)); t(lambda: inspect.getsource(A)); t(lambda: inspect.getsource(A.m)); t(lambda: inspect.getsource(inspect.isclass)[:60]); t(lambda: inspect.getsourcefile(f).endswith('functions.py')); t(lambda: inspect.getmodule(f).__name__); t(lambda: inspect.getdoc(A.m)); t(lambda: [n for n,_ in inspect.getmembers(A) if not n.startswith('__')])
t(lambda: inspect.classify_class_attrs(A)[-1]); t(lambda: inspect.getattr_static(A,'p').__class__)
async def co(): pass
def gen(): yield
async def ag(): yield
for fn in (inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction, inspect.isfunction, inspect.isbuiltin, inspect.isroutine, inspect.ismethod, inspect.ismethoddescriptor, inspect.isdatadescriptor,inspect.isclass): print(fn.__name__, [fn(o) for o in (co, gen, ag, f, len, A(1).m, A.p, A, str.join, [].append, A.v)])
def outer():
    x=1
    def inner(): return x, len, undefined_thing
    return inner
t(lambda: inspect.getclosurevars(outer()).unbound); t(lambda: inspect.stack()[0].function); t(lambda: inspect.currentframe().f_code.co_name)
def fr(a, *b, **c): return inspect.getargvalues(inspect.currentframe())
t(lambda: fr(1,2,d=3)); t(lambda: inspect.getcallargs(f,1,2,3,z=4)); t(lambda: inspect.signature(f).bind(1,2,3,d=5).arguments); t(lambda: inspect.signature(f).bind())
t(lambda: inspect.signature(f).replace(return_annotation=int)); t(lambda: inspect.unwrap(functools.wraps(f)(lambda:1)) is f); t(lambda: inspect.getgeneratorstate(gen())); t(lambda: inspect.cleandoc("  a\n    b\n  c")); t(lambda: inspect.indentsize("   x")); t(lambda: inspect.getmro(bool)); t(lambda: inspect.getclasstree([bool,int])); t(lambda: inspect.getlineno(inspect.currentframe())); t(lambda: inspect.get_annotations(f)); t(lambda: inspect.formatannotation(list[int])); t(lambda: inspect.getblock(['def f():\n','  x\n','y\n'])); t(lambda: inspect.signature(A.c, eval_str=True)); t(lambda: inspect.getframeinfo(inspect.currentframe())[1:3])
t(lambda: inspect.signature(type)); t(lambda: inspect.signature(enum.Enum)); t(lambda: inspect.signature(Exception))
