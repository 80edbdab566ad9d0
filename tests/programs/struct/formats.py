# Formats, byte orders, conversions and errors of struct.
import struct
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__module__, type(e).__name__, e)
p=struct.pack
for c in 'bBhHiIlLqQnN':
    for pre in '@<':
        if c in 'nN' and pre=='<': continue
        for v in (2**70, -2**70, 1<<64, -1, 1.5):
            t(p, pre+c, v)
t(p,'P',-1); t(p,'P',1<<64);t(p,'P',1.5);t(p,'P',None)
t(p,'c',b'ab'); t(p,'c','a')
t(p,'s','a'); t(p,'3p',b'abcd'); t(p,'p','x');t(p,'0p',b'x'); t(p,'0s',b'x')
t(p,'300p',b'x'*400)
t(p,'f','a');t(p,'f',1e100);t(p,'e',1e10);t(p,'d','a');t(p,'F','a');t(p,'F',1e100);t(p,'D',1)
t(p,'?',[]);t(p,'x',1);t(p,'2i',1);t(p,'i')
t(p);t(p,5);t(p,b'i',5);t(p,'i\u1234',5); t(p,'i\0',5); t(p,'y',5);t(p,'3',5); t(p,'99999999999999999999i',1);t(struct.calcsize,'9223372036854775807i');t(struct.calcsize,'9223372036854775807b2b')
t(struct.calcsize,' 1 i'); t(struct.calcsize,'1 i'); t(struct.calcsize,'<n');t(struct.calcsize,'i<');t(struct.calcsize,'<P')
t(struct.unpack,'i',b'abc');t(struct.unpack,'i','abc');t(struct.unpack,'i')
t(struct.unpack_from,'i',b'abcd',1);t(struct.unpack_from,'i',b'abcd',-1);t(struct.unpack_from,'i',b'abcd',-8);t(struct.unpack_from,'i',b'abcd',5);t(struct.unpack_from,'i',buffer=b'abcd',offset=0)
t(struct.pack_into,'i');t(struct.pack_into,'i',b'');t(struct.pack_into,'i',b'abcd',0,1)
t(struct.unpack_from,'i',b'abcd',1<<70)
t(struct.iter_unpack,'i',b'abcde');t(struct.iter_unpack,'',b'abcde')
t(list,struct.iter_unpack('h',b'abcd'))
t(struct.iter_unpack,'i','a')
S=struct.Struct
t(S,5);s=S('<hh');print(s.format,s.size,repr(s))
t(s.unpack,b'a');t(s.pack,1);t(s.pack_into);t(s.iter_unpack,b'abc')
t(s.unpack_from,b'ab');t(s.unpack_from,b'abcd',offset=-9)
class T(S):
    def __init__(self,x): pass
print(T('i').size)
t(lambda:T('i').pack(1))
x=S.__new__(S,'i');
t(lambda:x.size);t(lambda:x.pack(1)); 
t(lambda:s.__init__('i'));print(s.format)
it=struct.iter_unpack('h',b'abcd'); print(type(it), it.__length_hint__()); next(it); print(it.__length_hint__())
print(struct.__doc__[:60]); print(type(s).__module__, struct.error)
t(struct.Struct, format='i')
class I:
    def __index__(self): return 7
class B:
    def __index__(self): raise ZeroDivisionError("z")
t(p,'b',I());t(p,'b',B());t(p,'f',I());t(p,'f',B())
class F:
    def __float__(self): raise ZeroDivisionError("z")
class G:
    def __float__(self): return 2.5
    def __bool__(self): return False
t(p,'d',F())
t(p,'D',F())
t(p,'D',G());t(p,'?d',G(),G());t(p,'>Q3sH',I(),b'abc',I())
from types import SimpleNamespace as N; math=N(inf=float('inf'),nan=float('nan'))
for v in (0.0,-0.0,1.0,-2.5,65504.0,65519.9,65520.0,6e-8,3e-8,2.9e-8,6.1e-5,0.1,1/3,math.inf,-math.inf,math.nan,5.960464477539063e-08,2.0**-25,2.0**-25*1.0001,2047.5,2048.5,1e-320):
    try:
        b=p('<e',v); print(v,b.hex(),struct.unpack('<e',b))
    except Exception as e: print(v,type(e).__name__,e)
for v in range(0,65536,257):
    b=v.to_bytes(2,'big'); x=struct.unpack('>e',b)[0]
    if x==x: assert p('>e',x)==b,(v,x)
for f in ('<bBhHiIlLqQ','>bBhHiIlLqQ','=bBhHiIlLqQ','@bBhHiIlLqQnN'):
    n=struct.calcsize(f); b=bytes((i*37+200)%256 for i in range(n))
    v=struct.unpack(f,b); print(f,n,v); assert struct.unpack(f,p(f,*v))==v
print(struct.unpack('<f d F D'.replace(' ',''), p('<fdFD',1.1,2.2,1+2j,3-4j)), p('>F',1+2j), p('@cD',b'x',1j))
print(p('ci0q',b'a',1), struct.calcsize('ci0q'), p('3x'), p(' 2h \n 1x',1,2), struct.unpack('5sx3p?',b'helloX\x02ab\x01'))
