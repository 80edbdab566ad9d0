"""A backtracking matcher for a small pattern language, with generators as continuations."""
def parse(p):
    pos = 0
    def alt():
        nonlocal pos
        branches = [seq()]
        while pos < len(p) and p[pos] == "|": pos += 1; branches.append(seq())
        return ("alt", branches) if len(branches) > 1 else branches[0]
    def seq():
        nonlocal pos
        items = []
        while pos < len(p) and p[pos] not in "|)":
            c = p[pos]; pos += 1
            if c == "(": a = ("group", alt()); pos += 1
            elif c == ".": a = ("any",)
            elif c == "[":
                end = p.index("]", pos); a = ("set", p[pos:end]); pos = end + 1
            elif c == "\\": a = ("char", p[pos]); pos += 1
            else: a = ("char", c)
            while pos < len(p) and p[pos] in "*+?": a = (p[pos], a); pos += 1
            items.append(a)
        return ("seq", items)
    return alt()
def match(node, s, i):
    kind = node[0]
    if kind == "char":
        if i < len(s) and s[i] == node[1]: yield i + 1
    elif kind == "any":
        if i < len(s): yield i + 1
    elif kind == "set":
        neg = node[1][0] == "^"
        if i < len(s) and (s[i] in node[1][neg:]) != neg: yield i + 1
    elif kind == "group": yield from match(node[1], s, i)
    elif kind == "alt":
        for b in node[1]: yield from match(b, s, i)
    elif kind == "seq":
        def go(k, i):
            if k == len(node[1]): yield i
            else:
                for j in match(node[1][k], s, i): yield from go(k + 1, j)
        yield from go(0, i)
    elif kind == "?": yield from match(node[1], s, i); yield i
    else:
        def rep(i, n):
            for j in match(node[1], s, i):
                if j > i: yield from rep(j, n + 1)
            if kind == "*" or n: yield i
        yield from rep(i, 0)
def full(p, s): return any(e == len(s) for e in match(parse(p), s, 0))
for p, tests in {"a*b": ["b", "aaab", "aac"], "(ab|cd)+": ["ab", "abcd", "abc", ""], "h.l+o?": ["hello", "hell", "heo"], "[abc]+[^abc]": ["abcd", "abc", "d"], "(a|b)*abb": ["abb", "babaabb", "ab"], "x?y?z?": ["", "xz", "zx"], "\\*+": ["***", "x"], "((a*)(b*))*c": ["aabbc", "c", "aabb"]}.items():
    print(p, [(t, full(p, t)) for t in tests])
import re
import itertools
mine = [(p, "".join(s)) for p in ("a*b?a", "(a|ba)*", "a(b|aa)+", ".b.") for n in range(5) for s in itertools.product("ab", repeat=n) if full(p, "".join(s)) != bool(re.fullmatch(p, "".join(s)))]
print(mine)
