"""Messages of common failures that programs (and people) look at."""
import sys
class C:
    def m(self): pass
class NotIter: pass
c = C()
tests = """a, b = 1
a, b = [1]
a, b = [1, 2, 3]
a, *b, d = [1]
[a, b] = 'abc'
a, b = {}
(a, b), e = [1, 2]
for x in 5: pass
for a, b in [1]: pass
x = undefined
c.missing
C.missing
c.m.missing
c()
C()()
'abc'.foo()
None.foo
None + 1
1 + None
'a' + 1
1 + 'a'
[] + ()
'a' < 1
[1] < 'a'
int('q')
int(None)
int([])
float('q')
float(None)
{}['a']
[][0]
(1,)[3]
'abc'[9]
[1]['a']
{[]: 1}
{{}: 1}
set([{}])
hash([])
len(5)
len(None)
iter(5)
next([])
next(iter([]))
abs('a')
round('a')
chr(-5)
ord('ab')
max([])
min(())
max(5)
max(1, 'a')
sum(['a'])
sum(5)
sorted([1, 'a'])
range('a')
list(5)
tuple(None)
dict([1])
dict(['ab', 'c'])
set(5)
enumerate(5)
zip(5)
zip([1], 5)
map(5, [1])
list(map(5, [1]))
list(map(lambda x, y: 0, [1]))
reversed({1})
isinstance(1, 'int')
getattr(1, 2)
setattr(1, 'x', 2)
delattr(c, 'x')
' '.join([1])
'a'.split(1)
'%d' % 'a'
'%s %s' % 'a'
'{}'.format()
'{a}'.format(b=1)
'{:d}'.format('a')
f'{1:zz}'
bytes('a')
bytes([300])
b'a' + 'a'
open(1.5)
open('/nonexistent/file')
import nope_nope
from sys import nope
import sys.nope
from os import path.nope
raise 5
1 / 0
1 % 0
1.0 // 0
0 ** -1
2 ** 'a'
1 << -1
-'a'
~1.5
divmod(1, 0)
pow(2, 2, 0)
[1, 2].index(3)
[].remove(1)
[].pop()
{}.popitem()
{}.pop(1)
set().pop()
set().remove(1)
'abc'.index('z')
(1).index(1)
object().x
type('X', (5,), {})
class X(1): pass
super().x
lambda: (yield)
del x_not_there
assert False
assert 0, 'why'
exec('1 +')
eval('a b')
eval('')
compile('x', 'f', 'nope')
int('1', 99)
c[0]
c[0] = 1
del c[0]
c + 1
1 + c
c += 1
c < c
-c
c @ c
with c: pass
async_ = c.__aenter__
print(1, sep=1)
print(1, file=5)
iter(1, 2)
callable()
format(1, 'q')
vars(5)
id()
__import__('')
__import__(5)
memoryview(1)
slice()
object(5)
NotIter() in NotIter()
5 in 5
[*5]
{**5}
C(1)
C.m()
c.m(1)
print(*5)
print(**5)
'a' in 5
5 in 'a'""".split("\n")
import warnings; warnings.simplefilter("ignore")
for t in tests:
    try:
        exec(t, {"c": c, "C": C, "NotIter": NotIter})
        print(t, "| no error")
    except BaseException as e:
        print(t, "|", type(e).__name__, "|", str(e).split(" at 0x")[0])
