# Marshalled values and code.
import marshal, types
def t(f):
    try: r=f(); print(repr(r))
    except BaseException as e: print(type(e).__name__, '|', e)
vals=[None,True,False,...,0,1,-1,2**31-1,-2**31,2**31,-2**31-1,10**40,-10**40,1.5,-0.0,float('inf'),1+2j,b'',b'abc','','abc','\xe9','\ud800','x'*300,(),(1,2),[1,[2]],{'a':1},{1,2,3},frozenset({4}),slice(1,2,None),StopIteration,tuple(range(300)),bytearray(b'q'),('a','a')]
for v in vals:
    try:
        d=marshal.dumps(v); r=marshal.loads(d); print(repr(v)[:40], r==v, type(r).__name__)
    except Exception as e: print(repr(v)[:40], type(e), e)
for v in (None, 5, 10**20, 1.5, 'abc', b'xy', (1,'a'), [1.0], {'k':2}):
    print([marshal.dumps(v, n) for n in (0,1,2)])
l=[1]; l.append(l); r=marshal.loads(marshal.dumps(l)); print(r[1] is r)
t(lambda: marshal.loads(b'')); t(lambda: marshal.loads(b'i\x01')); t(lambda: marshal.loads(b'?')); t(lambda: marshal.loads(b'0')); t(lambda: marshal.loads('x')); t(lambda: marshal.dumps([object()]))
t(lambda: marshal.loads(b'(\xff\xff\xff\xff')); t(lambda: marshal.loads(b'r\x05\0\0\0'))
src='''
def f(a, b=(1,2.5,"s",b"z",frozenset({1})), *, c=10**30):
    def g(): return a + 1j
    return g, [x for x in range(3) if x in {1,2}], c, -5, "\\ud800"[0:1]
class K:
    """doc"""
    x: int = 3
    def m(self): return __class__
'''
c=compile(src,'f','exec'); c2=marshal.loads(marshal.dumps(c)); print(c==c2, c2.co_name, c2.co_filename)
ns={}; exec(c2,ns); g=ns['f'](1); print(g[0](), g[1], ns['K']().m().__name__, ns['K'].__doc__, ns['K'].__annotations__)
t(lambda: marshal.dumps(c, allow_code=False)); t(lambda: marshal.loads(marshal.dumps(c), allow_code=False))
import io
f=io.BytesIO(); marshal.dump([1,2],f); marshal.dump('x',f); f.seek(0); print(marshal.load(f), marshal.load(f)); t(lambda: marshal.load(f))
