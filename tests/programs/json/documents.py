# json: documents read and written, hooks, errors and their notes.
import json, _json
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__module__, type(e).__name__, e, getattr(e,'__notes__',None))
L=json.loads
for s in ['','[','{','[1','[1,','[1,]','[,','{"a"','{"a":','{"a":1','{"a":1,','{"a":1,}','{a:1}','{"a" 1}','{1:2}','"','"a','"\\','"\\u','"\\u12','"\\u12g4"','"\\x"','"\n"','"\\ud800"','"\\ud800\\u"','"\\ud83d\\ude00"','"\\ud800x"','-','-a','+1','01','1.','1.e5','1e','1e+','1.5e-3','.5','-0','-0.0','1E400','nul','null','true','fals','NaN','Infinity','-Infinity','-Inf','Infinit','1 2','[1 2]','  [ ] ','{ }','{"a":1,"a":2}','\u00a01','[1]x','"\x7f\x80\u1234\U00012345"','"a\\"b\\\\c\\/\\b\\f\\n\\r\\t"','{"k":{"k":[{"k":1}]}}','9'*30,'-'+'9'*30,'1'*5000,'1.'+'1'*5000,'[]]','{"a":1 "b"','{"a":1, 2','{"a":1, "b"}','"\t"','["a",\n"b\n"]','﻿[]']:
    t(L,s)
t(L,'"\n"',strict=False); t(L,'"a\x00b"',strict=False)
t(L,b'[1]');t(L,bytearray(b'[1]'));t(L,5);t(L,'[1.5,2,NaN]',parse_float=str,parse_int=lambda x:x+'!',parse_constant=lambda c:'<'+c+'>')
t(L,'{"a":{"b":[1,{}]}}',object_hook=lambda d:('H',sorted(d)));t(L,'{"a":{"b":[1,{}]},"c":{}}',object_pairs_hook=lambda d:('P',d));t(L,'{"a":1}',object_hook=lambda d:1/0)
t(L,'[1]',parse_int=lambda s:1/0)
t(L,'1',parse_int=float)
d=json.JSONDecoder(); t(d.raw_decode,'[1] x'); t(d.raw_decode,' [1]'); t(d.raw_decode,'x [1]',2); t(d.raw_decode,'[1]',-1);t(d.raw_decode,'[1]',5)
t(d.scan_once,'[1]',0);t(d.scan_once,'',0);t(d.scan_once,'x',0);t(d.scan_once,5,0);t(d.scan_once,'1',-1); t(d.scan_once,'1',idx=0)
t(_json.scanstring,'abc"d',0);t(_json.scanstring,'abc"d',0,True);t(_json.scanstring,'abc',0);t(_json.scanstring,'abc',5);t(_json.scanstring,'abc',-1);t(_json.scanstring,b'abc"',0);t(_json.scanstring,'a\nb"',0,False);t(_json.scanstring,'a\nb"',0,True);
t(_json.encode_basestring,'a"\\\n\r\t\b\f\x00\x1f\x7fé\u1234\U00012345\ud800'.encode('utf-16','surrogatepass').decode('utf-16','surrogatepass'));t(_json.encode_basestring_ascii,'a"\\\n\r\t\b\f\x00\x1f\x7fé\u1234\U00012345\ud800');t(_json.encode_basestring,5);t(_json.encode_basestring_ascii,b'')
m=None
D=json.dumps
class I(int):
    def __repr__(self): return 'XX'
class F(float):
    def __repr__(self): return 'XX'
class S(str): pass
class Li(list): pass
class Di(dict):
    def items(self): return [('x',1),('y',[2])]
class Tu(tuple): pass
class O: pass
import enum
class E(enum.IntEnum): A=1
for v in (None,True,False,0,-5,2**70,1.5,1e100,-0.0,float('inf'),float('nan'),'é"',[],(),{},[[]],[{}],{'a':[]},[1,[2,(3,)]],{'a':1,2:3,1.5:4,None:5,True:6,False:7},{(1,2):3},{b'a':1},I(5),F(1.5),S('x'),Li([1]),Di(),Tu((1,)),E.A,{E.A:1},{I(3):1},{S('a'):1},{F(2.5):1},O(),[O()],{'a':[1,O()]},{1,2},b'x',1j,[1,2,[3,{'z':{(1,):2}}]],{float('nan'):1}):
    t(D,v)
    t(D,v,indent=2)
    t(D,v,indent='\t',sort_keys=True)
    t(D,v,separators=(',',':'),ensure_ascii=False)
    t(D,v,skipkeys=True,default=lambda o:type(o).__name__)
    t(D,v,allow_nan=False)
x=[];x.append(x);t(D,x);y={};y['a']=[y];t(D,y);t(D,O(),default=lambda o:o);t(D,[O()],default=lambda o:[o])
t(D,x,check_circular=False) if 0 else None
t(D,{'b':1,'a':2,'c':[{'z':1,'y':2}]},sort_keys=True);t(D,{'b':1,1:2},sort_keys=True);t(D,{2:1,10:2},sort_keys=True)
t(D,O(),default=lambda o:1/0);t(D,{'k':[O()]},default=lambda o:1/0)
t(D,{'a':[1,{'b':2}],'c':{}},indent=0);t(D,[1,[],{}],indent=1,separators=('; ',' = '))
t(list,json.JSONEncoder().iterencode([1,{'a':2}]));t(list,json.JSONEncoder().iterencode([1,{'a':2}],True) if 1 else 0)
c=json.encoder.c_make_encoder
m=c(None,None,lambda s:'<'+s+'>',None,':',',',False,False,True);t(m,['a',{'k':'v'}],0)
m=c(None,None,lambda s:5,None,':',',',False,False,True);t(m,['a'],0);t(m,{'a':1},0)
m=c({},lambda o:str(o),json.encoder.encode_basestring_ascii,' ','K','I',False,False,True);t(m,[1,{'a':2,'b':{3}}],0);t(m,[1],2);t(m,{'a':5},_current_indent_level=1)
m = json.encoder.c_make_encoder({}, lambda o: str(o), json.encoder.encode_basestring_ascii, ' ', 'K', 'I', False, False, True)
t(m, [1, {'a': 2, 'b': {3}}], 0)
t(m, [1], 2)
for n in (10, 1000, 20000):
    deep = json.loads('[' * n + ']' * n); print(len(json.dumps(deep)))
    deep = json.loads('{"k":' * n + '1' + '}' * n); print(len(json.dumps(deep)))
for text in ('[' * 200000, '{"k":' * 200000):
    try:
        json.loads(text)
    except RecursionError as e:
        print('RecursionError')
d = [{"key": i, "other": [{"key": str(i)}]} for i in range(30000)]
assert json.loads(json.dumps(d)) == d
keys = [k for e in json.loads('[{"a_key":1,"b_\xe9":2},{"a_key":3,"b_\xe9":4}]') for k in e]
print(keys[0] is keys[2], keys[1] is keys[3])
seen = []
json.loads(json.dumps(d[:50]), object_pairs_hook=lambda p: seen.append(len(p)) or p)
print(seen.count(1), seen.count(2))
for text in (r'"\u0041', r'"\ud834', r'"\ud834\udd1e', r'"\u004', r'"\ud834\udd1', r'{"a": "\u0041'):
    t(L, text)
t(D, [type, json])
