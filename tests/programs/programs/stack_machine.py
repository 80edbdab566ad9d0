"""A compiler from expressions to a stack machine, its optimiser, and the machine."""
from collections import namedtuple
I = namedtuple("I", "op arg", defaults=[None])
def compile_(e):
    match e:
        case int(n): yield I("push", n)
        case str(v): yield I("load", v)
        case ("let", v, a, b): yield from compile_(a); yield I("store", v); yield from compile_(b)
        case ("while", c, b):
            cond, body = list(compile_(c)), list(compile_(b))
            yield from cond; yield I("jz", len(body) + 2); yield from body; yield I("jmp", -(len(cond) + len(body) + 1))
        case ("seq", *es):
            for x in es: yield from compile_(x)
        case ("set", v, a): yield from compile_(a); yield I("store", v)
        case ("print", a): yield from compile_(a); yield I("print")
        case (op, a, b): yield from compile_(a); yield from compile_(b); yield I(op)
        case _: raise SyntaxError(e)
FN = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "<": lambda a, b: int(a < b), "%": lambda a, b: a % b, "==": lambda a, b: int(a == b)}
def optimise(e):
    if isinstance(e, tuple):
        e = tuple(optimise(x) for x in e)
        match e:
            case (op, int(a), int(b)) if op in FN: return FN[op](a, b)
            case ("+", a, 0) | ("+", 0, a) | ("*", a, 1) | ("*", 1, a): return a
            case ("*", _, 0) | ("*", 0, _): return 0
    return e
def run(code):
    pc, stack, vars_, out, steps = 0, [], {}, [], 0
    while pc < len(code):
        op, arg = code[pc]; steps += 1; d = 1
        if op == "push": stack.append(arg)
        elif op == "load": stack.append(vars_[arg])
        elif op == "store": vars_[arg] = stack.pop()
        elif op == "jz": d = 1 if stack.pop() else arg
        elif op == "jmp": d = arg
        elif op == "print": out.append(stack.pop())
        else: b, a = stack.pop(), stack.pop(); stack.append(FN[op](a, b))
        pc += d
    return out, vars_, steps
prog = ("seq", ("set", "i", 0), ("set", "s", ("*", ("+", 0, 0), 5)), ("while", ("<", "i", ("*", 20, 5)), ("seq", ("set", "s", ("+", "s", ("*", "i", ("+", 1, 0)))), ("set", "i", ("+", "i", 1)))), ("print", "s"), ("print", ("+", ("*", 2, 3), ("-", 10, 4))), ("let", "k", 7, ("print", ("%", "k", 4))))
for p in (prog, optimise(prog)): c = list(compile_(p)); print(len(c), run(c))
print(list(compile_(optimise(("+", ("*", "x", 1), ("*", "y", 0))))))
try: list(compile_(("bad",)))
except SyntaxError as e: print(e)
try: run(list(compile_("undefined")))
except KeyError as e: print("KeyError", e)
