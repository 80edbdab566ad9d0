import ast, warnings; warnings.simplefilter("ignore", DeprecationWarning)
src='''
import sys as s
from os import path
x: int = 1
def deco(f): return f
@deco
def f(a, /, b=2, *c, d=3, **e) -> int:
    "doc"
    return [a, b, c, d, e]
class C(object, metaclass=type):
    y = {1: 2, **{3: 4}}
    def m(self):
        return super().__init__()
async def g():
    async with x as y: pass
    async for i in x: await y
    return [i async for i in y]
def gen():
    x = yield 1
    yield from [1,2]
for i in range(3):
    if i == 1: continue
    elif i == 2: break
    else: pass
else: pass
while False: pass
try:
    1/0
except ZeroDivisionError as e:
    r = repr(e)
finally:
    z = 1
with open(__import__('os').devnull) as fh, fh: pass
lam = lambda q, *r, k=1: (q, r, k)
t = f'a{x!r:>{10}}b{{}}' f'{x=}' + 'é'
def mt(v):
    match v:
        case {'a': 1, **rest}: return rest
        case [1, *r, 2] if r: return r
        case C(y=q): return q
        case 'a' | b'c' | -1 | 1+2j: return 'lit'
        case None: return None
        case str() as w: return w
        case _: return 'other'
def tp[T: int, *Ts, **P](a: T) -> T: return a
type Al[T] = list[T]
assert x, 'msg'
del i
global_ = 10**30; neg = -5; cx = 3j; by = b'ab'; el = ...
w = (n := 5) + n
sl = [1,2,3][0:2:1], {1,2}, {k: v for k, v in [(1,2)] if k if v}, (a for a in [1])
print(f(1), C.y, lam(1,2), t, mt({'a':1,'b':2}), mt([1,5,2]), mt(C()), mt(-1), mt('zz'), mt(None), tp(1), Al, global_, neg, cx, by, el, w, sl[:3], list(sl[3]), r, list(gen()))
sur = "\\ud800\\ufffd", f"\\udc00{x}", t"a{x!r:3}b{ x }"
print(ascii(sur[:2]), sur[2].strings, [i.expression for i in sur[2].interpolations])
'''
tree=ast.parse(src)
exec(compile(tree,'<t>','exec'),{'__name__':'__main__'})
print(eval(compile(ast.parse('1+2*x',mode='eval'),'','eval'),{'x':5}))
print(ast.literal_eval("{'a': [1, -2.5, (3+4j), None, True, b'x', {1}]}"))
e=ast.Expression(ast.BinOp(ast.Constant((1,2,frozenset({3}))),ast.Add(),ast.Constant((-10**30, 1+2j, -0.0))))
print(eval(compile(ast.fix_missing_locations(e),'','eval')))
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: compile(ast.Module([ast.Expr(ast.Name('x',ast.Load()))],[]),'','exec'))
t(lambda: compile(ast.Module([ast.Load()],[]),'','exec'))
t(lambda: compile(ast.Module(1,[]),'','exec'))
t(lambda: compile(ast.Expression(ast.Constant(1)),'','exec'))
L=dict(lineno=1,col_offset=0)
t(lambda: compile(ast.Expression(ast.Constant([],**L)),'','eval'))
t(lambda: compile(ast.Expression(ast.Name(1,ast.Load(),**L)),'','eval'))
t(lambda: compile(ast.Expression(ast.Name('None',ast.Load(),**L)),'','eval'))
t(lambda: compile(ast.Expression(ast.Name('x',ast.Store(),**L)),'','eval'))
t(lambda: compile(ast.Expression(ast.BinOp(None,ast.Add(),ast.Constant(1,**L),**L)),'','eval'))
t(lambda: compile(ast.Expression(ast.BinOp(1,ast.Add(),ast.Constant(1,**L),**L)),'','eval'))
t(lambda: compile(ast.Expression(ast.BinOp(**L)),'','eval'))
t(lambda: compile(ast.fix_missing_locations(ast.Module([ast.FunctionDef('f',ast.arguments(),[])],[])),'','exec'))
t(lambda: compile(ast.fix_missing_locations(ast.Module([ast.Return()],[])),'fn','exec'))
t(lambda: compile(ast.fix_missing_locations(ast.Module([ast.Delete([])],[])),'fn','exec'))
t(lambda: compile(ast.fix_missing_locations(ast.Module([ast.Assign([None],ast.Constant(1))],[])),'fn','exec'))
def tb():
    tree=ast.parse('def f():\n  a = 1\n  return a.\\\n     b.c(1, 2)\nf()')
    ast.increment_lineno(tree, 10)
    exec(compile(tree,'<x>','exec'),{})
import sys
try: tb()
except AttributeError as e:
    t=e.__traceback__
    while t:
        if t.tb_frame.f_code.co_filename=='<x>': print(t.tb_lineno, t.tb_frame.f_code.co_name, list(t.tb_frame.f_code.co_positions())[t.tb_lasti//2])
        t=t.tb_next
