# Template strings as objects.
from string.templatelib import Template, Interpolation, convert
def t(f):
    try: r=f(); print(repr(r))
    except BaseException as e: print(type(e).__name__, '|', e)
x=1; n='nm'
a=t"hello {x} and {n!r:>{x}0} end"
t(lambda: a); t(lambda: a.strings); t(lambda: a.values); t(lambda: list(a)); t(lambda: a.interpolations[1].format_spec)
t(lambda: t""); t(lambda: t"".strings); t(lambda: list(t"")); t(lambda: t"{x}" + t"b"); t(lambda: t"a"+"b"); t(lambda: "b"+t"a"); t(lambda: Template('a','b',Interpolation(1),Interpolation(2,'y'),'c').strings); t(lambda: Template()); t(lambda: Template(1))
t(lambda: Template(x=1)); t(lambda: Interpolation()); t(lambda: Interpolation(1,2)); t(lambda: Interpolation(1,'x','q')); t(lambda: Interpolation(1,'x',3)); t(lambda: Interpolation(1,'x','r',3)); t(lambda: Interpolation(1,'x','r','>3')); t(lambda: Interpolation(1, conversion='s', expression='e'))
t(lambda: setattr(a,'strings',1)); t(lambda: a.interpolations[0].__reduce__()); t(lambda: type('X',(Template,),{})); t(lambda: type('X',(Interpolation,),{}))
match a.interpolations[0]:
    case Interpolation(v,e,c,f): print(v,e,c,f)
t(lambda: t"{x=}"); t(lambda: t"a{{b}}{x!s}".strings)
t(lambda: setattr(a,'foo',1)); t(lambda: Interpolation(1).expression)
t(lambda: [*t"{x}{n}"]); t(lambda: t"a{x}" t"b")
