# csv: dialects, reading, writing, and every refusal.
import _csv as c
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)); return r
    except BaseException as e: print(type(e).__module__, type(e).__name__, e)
def R(rows,*a,**k):
    try:
        r=c.reader(rows,*a,**k)
        for x in r: print(r.line_num,x)
    except BaseException as e: print(type(e).__module__, type(e).__name__, e, getattr(locals().get('r'),'line_num',None))
class W(list):
    def write(self,s): self.append(s); return len(s)
def Wr(row,*a,**k):
    w=W()
    try:
        x=c.writer(w,*a,**k); print(x.writerow(row),w)
    except BaseException as e: print(type(e).__module__, type(e).__name__, e, w)
for rows in (['a,b,c'],['a,b\n','c,d\r\n'],['"a,b",c'],['"a""b"'],['"a\n','b"'],['a"b'],['"a"b'],['a,"b" ,c'],[''],['\n'],['\r\n'],['a\rb'],['a\r\rb'],['a\nb'],['"a'],['a,'],[','],[',,'],['a\0b'],[b'x'],[5],['"",""'],['""'],['"a" "b"'],['  a, b'],["a\\,b"],['1,"2",3.5,x'],['"a\r\nb",c']):
    R(rows)
    R(rows,strict=True)
    R(rows,skipinitialspace=True,escapechar='\\')
    R(rows,quoting=c.QUOTE_NONNUMERIC)
    R(rows,quoting=c.QUOTE_NONE)
    R(rows,doublequote=False,quotechar="'")
    R(rows,quoting=c.QUOTE_NOTNULL); R(rows,quoting=c.QUOTE_STRINGS)
    R(rows,delimiter=' '); R(rows,quotechar=None,quoting=3,escapechar='"')
R(['a','b'],'nope'); R(5); t(c.reader); t(c.writer,5); t(c.writer)
for k in (dict(delimiter=''),dict(delimiter='ab'),dict(delimiter=5),dict(delimiter=None),dict(quotechar=''),dict(quotechar='ab'),dict(quotechar=5),dict(quotechar=None),dict(quoting=9),dict(quoting='x'),dict(lineterminator=5),dict(lineterminator=None),dict(escapechar='ab'),dict(escapechar=5),dict(escapechar=''),dict(bad=1),dict(delimiter='\n'),dict(quotechar='\n'),dict(delimiter='"'),dict(escapechar='\r'),dict(delimiter=','),dict(quotechar=',',delimiter=','),dict(escapechar='"'),dict(lineterminator=',') ,dict(skipinitialspace=1,delimiter=' '),dict(escapechar=' ',skipinitialspace=True),dict(quotechar=' ',skipinitialspace=True),dict(doublequote=0),dict(strict=5),dict(quoting=True),dict(quoting=None),dict(quoting=-1)):
    print(k,end=' '); 
    try:
        d=c.Dialect(**k); print(d.delimiter,d.doublequote,d.escapechar,repr(d.lineterminator),d.quotechar,d.quoting,d.skipinitialspace,d.strict)
    except BaseException as e: print(type(e).__name__,e)
d=c.Dialect(delimiter=';'); d2=c.Dialect(d); print(d2 is d, type(d)); d3=c.Dialect(d,quotechar="'"); print(d3 is d,d3.delimiter)
def f(): d.delimiter=','
t(f)
def f(): del d.delimiter
t(f)
def f(): d.foo=1
t(f)
class My:
    delimiter='|'; quoting=c.QUOTE_ALL; lineterminator='!'
for row in ([1,2.5,None,'a','b,c','d"e','f\ng','',' x'],[],[''],[None],['a'],['\\'],(1,),'abc',5,[True],['a|b',"it's"],{1:2},[1e20],['\r'],[b'x'],iter([1,2])):
    if hasattr(row,'__next__'): row=[1,2]
    for k in (dict(),dict(quoting=c.QUOTE_ALL),dict(quoting=c.QUOTE_NONNUMERIC),dict(quoting=c.QUOTE_NONE),dict(quoting=c.QUOTE_NONE,escapechar='\\'),dict(quoting=c.QUOTE_STRINGS),dict(quoting=c.QUOTE_NOTNULL),dict(doublequote=False,escapechar='\\'),dict(doublequote=False),dict(quotechar="'",delimiter='|',lineterminator='EOL'),dict(dialect=My),dict(delimiter=' ',skipinitialspace=True),dict(escapechar='\\')):
        Wr(row,**k)
w=W(); x=c.writer(w); print(x.writerows([[1,2],[3]]),w); t(x.writerows,5); t(x.writerows,[[1],5]); print(x.dialect.delimiter); print(w)
def g(): 
    yield 'a'; yield 'b'
print(x.writerow(g()),w[-1])
t(c.register_dialect,'my',My); print(c.list_dialects()); t(c.register_dialect,5,My); t(c.register_dialect,'x',delimiter='ab'); t(c.register_dialect,'y','my',delimiter='^'); print(c.get_dialect('y').delimiter,c.get_dialect('y').quoting,c.get_dialect('my').delimiter); t(c.get_dialect,'zz'); t(c.unregister_dialect,'zz'); t(c.unregister_dialect,'my'); print(c.list_dialects())
R(['a|b'],'y');R(['a^b'],'y');R(['a|b'],My);R(['a|b'],dialect=My())
t(c.field_size_limit);t(c.field_size_limit,10);R(['a'*11]);R(['a'*10]);R(['"'+'a'*11+'"']);t(c.field_size_limit,'x');t(c.field_size_limit,131072)
r=c.reader(['a,b','"c','d"']); print(r.dialect.delimiter,r.line_num,next(r),r.line_num,next(r),r.line_num); t(next,r); print(iter(r) is r, type(r), type(x), c.Error, c.Error.__mro__[1])
t(type(r)); t(type(x)); 
class Bad:
    def __iter__(self): return self
    def __next__(self): raise ZeroDivisionError('z')
R(Bad())
class BW:
    def write(self,s): raise ZeroDivisionError('z')
t(c.writer(BW()).writerow,[1]); 
class S:
    def __str__(self): return 'S,S'
class S2:
    def __str__(self): raise ZeroDivisionError('s')
Wr([S()]);Wr([S2()]);Wr([1,S2()])
t(c.QUOTE_ALL)
class V:
    delimiter=5
R(['a'],V)
class Again:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration
        if self.n == 1:
            try: next(self.reader)
            except StopIteration: pass
        return 'a,b'
again = Again()
again.reader = c.reader(again)
t(next, again.reader)
