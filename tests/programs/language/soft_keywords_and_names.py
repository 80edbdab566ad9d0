"""match, case, type, _ as names; names that look like keywords; unicode identifiers; semicolons and line joining."""
match = [1, 2]; case = "c"; type_ = type; _ = 5
print(match, match[0], case.upper(), _); match.append(3); print(match)
def type(x): return "shadowed"
print(type(1)); del type; print(type(1))
match case:
    case "c" if _ == 5: print("soft")
class case:
    match = 1
    def type(self): return self.match
print(case().type(), case.match); x = {"match": 1, "case": 2}; print(x["match"])
def f(match, case, type=3, _=4): return match + case + type + _
print(f(1, 2), f(match=1, case=2, type=0)); print((lambda match: match)(3))
π = 3.14; straße = "s"; 变量 = 1; _private = 2; __dunder__ = 3; x1_y2 = 4; 𝒳 = 5
print(π, straße, 变量, _private, __dunder__, x1_y2, X, "𝒳" in globals(), "X" in globals())
a = 1; b = 2; print(a); print(b)
if a: print("one line"); print("still")
total = a + \
    b
print(total, (a
    + b), [a,
           b,], {a:
                 b}); lst = [
    1,

    2,  # comment
]
print(lst)
def g(): return 1; print("unreachable")
print(g())
class Empty: ...; x = 1
print(Empty.x)
while a: a = 0; print("loop line")
for i in 1, 2, 3: print(i, end=" ")
else: print()
print(*"ab", *(1, 2), sep=","); print((yield_ := 1)); async_ = await_ = None
if True:
	print("tab")
if True:
        print("eight"); print("spaces")
	# comment with tab
print("done", end="")
print()
