import ast
import copy
import pickle
import warnings

warnings.simplefilter("error")


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


for name in sorted(dir(ast)):
    cls = getattr(ast, name)
    if isinstance(cls, type) and issubclass(cls, ast.AST) and name not in ("AST", "Num"):
        print(name, [b.__name__ for b in cls.__bases__], cls._fields, cls._attributes, repr(cls.__doc__))
        print("   ", getattr(cls, "_field_types", None), cls.__match_args__, cls.__module__)

N = ast.Name
for function in (
    lambda: N("a", 1, 2), lambda: N("a", id=2), lambda: N(foo=1), lambda: N(), lambda: vars(N("x")),
    lambda: N("x").__replace__(1), lambda: N("x").__replace__(foo=1), lambda: copy.replace(N("x"), id="y"),
    lambda: ast.parse("1+2*3*4*5\nf(a)(b)(c)"), lambda: ast.parse("[1,2,3,4]; a; b; c"),
    lambda: ast.AST(1), lambda: ast.AST(), lambda: ast.Constant(1), lambda: ast.Tuple(), lambda: ast.Module(),
    lambda: N("x", lineno=3).__reduce_ex__(2), lambda: ast.dump(pickle.loads(pickle.dumps(ast.parse("a + b"), 2))),
    lambda: ast.dump(copy.deepcopy(ast.parse("f(*a, **b)"))), lambda: ast.FunctionDef("f", ast.arguments(), []),
    lambda: ast.Load() is ast.Load(), lambda: ast.parse("a").body[0].value.ctx is ast.parse("b").body[0].value.ctx,
):
    attempt(function)


class Mine(ast.AST):
    _fields = ("a", "b")
    _field_types = {"a": list[int], "b": int | None}


attempt(lambda: vars(Mine()))
attempt(lambda: vars(Mine(1, 2)))
loop = N("x")
loop.id = loop
print(loop)


class Renamer(ast.NodeTransformer):
    def visit_Name(self, node):
        return ast.copy_location(ast.Subscript(N("data", ast.Load()), ast.Constant(node.id), node.ctx), node)


class Counter(ast.NodeVisitor):
    def __init__(self):
        self.seen = []

    def visit_Constant(self, node):
        self.seen.append(node.value)


tree = ast.fix_missing_locations(Renamer().visit(ast.parse("y = x + 1; z = [x, y, 2]")))
print(ast.unparse(tree))
counter = Counter()
counter.visit(tree)
print(counter.seen, sum(1 for _ in ast.walk(tree)))
data = {"x": 3}
exec(compile(tree, "", "exec"), {"data": data})
print(data)

source = '''@d
class A(B, metaclass=C):
    x: int = 1
    async def f[T: int, *U, **P](self, a, /, b=1, *c, d: str = "é", **e) -> None:
        async with a as b, c: await d
        return {**a, 'b': not c}, a if b else c, lambda: (yield), f"a{b!r:>{c}}{{}}{d=}", t"{x}"
try: pass
except* E as e: raise X from y
else: pass
finally: del a[1:2, ...], b.c
match x:
    case [1, *_] | {"a": None, **r} | P(q, k=-1j) if y: pass
    case _: assert 1, "m"
type L[T = int] = list[T]
from .. import a as b, c
x @= 1 if (y := 2) < 3 <= 4 is not None else [i async for i in j if k if l]
'''
tree = ast.parse(source)
print(ast.dump(tree, include_attributes=True, indent=1))
print(ast.unparse(tree))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
print(ast.get_source_segment(source, tree.body[0].body[1].body[1].value.elts[1]))
print(ast.get_docstring(ast.parse('"doc\\n   more"')), ast.dump(ast.parse("u'a'  'b'", mode="eval")))
for text in ("(1, 'a', b'c', None, -2.5, 1+2j, {1: [2]}, {3}, set())", "f()", "1+1", "[1", "{**a}"):
    attempt(lambda: ast.literal_eval(text))
