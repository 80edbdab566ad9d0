from string.templatelib import Template, Interpolation, convert
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
x=1
a=t'a{x!r:>{x}}b{x}'
t(lambda:a); t(lambda:a.strings); t(lambda:a.interpolations); t(lambda:a.values); t(lambda:list(a)); t(lambda:a+t'z'); t(lambda:a+'z'); t(lambda:'z'+a)
t(lambda:Template('a','b',Interpolation(1),Interpolation(2,'x','s','3'),'c')); t(lambda:Template()); t(lambda:Template(1)); t(lambda:Template(x=1))
t(lambda:Interpolation()); t(lambda:Interpolation(1,2)); t(lambda:Interpolation(1,'',2)); t(lambda:Interpolation(1,'','z')); t(lambda:Interpolation(1,'','r',2)); t(lambda:Interpolation.__match_args__)
t(lambda:type('X',(Template,),{})); t(lambda:type('X',(Interpolation,),{})); t(lambda:setattr(a,'strings',1)); t(lambda:setattr(a,'foo',1)); t(lambda:Template[int]); t(lambda: Interpolation[int])
t(lambda: a==a); t(lambda: t''==t''); t(lambda: type(iter(a)).__name__); t(lambda: a.__reduce__()[1]); t(lambda: Interpolation(1,'x').__reduce__()); t(lambda: Template); t(lambda: Interpolation(value=1,conversion='a'))
t(lambda: Template.__module__); t(lambda: Template.__name__); t(lambda: Template.__qualname__)
t(lambda: setattr(Interpolation(1),'value',2)); t(lambda: Interpolation(1,2,3,4,5)); t(lambda: Interpolation(1,'x',None,'')==Interpolation(1,'x'))
t(lambda: hash(t'') is not None); t(lambda: t''.strings); t(lambda: list(t'')); t(lambda: [type(i).__name__ for i in t'{1}{2}'])
match Interpolation(1,'x','r','s'):
    case Interpolation(v,e,c,f): print(v,e,c,f)
t(lambda: convert('é','a'))
