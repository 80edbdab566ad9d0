"""Prefix tree with nested dicts and with nodes; completion, counting, deletion."""
class Node:
    __slots__ = ("kids", "end")
    def __init__(self): self.kids, self.end = {}, 0
class Trie:
    def __init__(self): self.root, self.size = Node(), 0
    def add(self, w):
        n = self.root
        for c in w: n = n.kids.setdefault(c, Node())
        self.size += not n.end; n.end += 1
    def _find(self, p):
        n = self.root
        for c in p:
            if (n := n.kids.get(c)) is None: return None
        return n
    def __contains__(self, w): return (n := self._find(w)) is not None and n.end > 0
    def complete(self, p):
        def walk(n, s):
            if n.end: yield s
            for c in sorted(n.kids): yield from walk(n.kids[c], s + c)
        return list(walk(n, p)) if (n := self._find(p)) else []
    def remove(self, w):
        def rec(n, i):
            if i == len(w):
                if not n.end: raise KeyError(w)
                n.end = 0
            else:
                k = n.kids.get(w[i])
                if k is None: raise KeyError(w)
                if rec(k, i + 1): del n.kids[w[i]]
            return not n.kids and not n.end
        rec(self.root, 0); self.size -= 1
    def __len__(self): return self.size
t = Trie()
for w in "the then there their them a an and ant any answer to tea ted ten".split(): t.add(w)
print(len(t), "the" in t, "th" in t, t.complete("the"), t.complete("an"), t.complete("zz"), t.complete("")[:4])
t.remove("then"); t.remove("any")
try: t.remove("thx")
except KeyError as e: print("KeyError", e)
print(len(t), t.complete("the"), t.complete("an")); d = {}
for w in ["car", "cat", "dog"]:
    n = d
    for c in w: n = n.setdefault(c, {})
    n["$"] = w
print(d)
