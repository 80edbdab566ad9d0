# unicodedata: properties, names, normal forms.
import unicodedata as u
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__module__, type(e).__name__, e)
for n in ('category','bidirectional','combining','mirrored','east_asian_width','decomposition','name','decimal','digit','numeric','lookup'):
    f=getattr(u,n)
    for a in (('a',),('ab',),('',),(5,),(),('\u0661',),('\xbd',),('\u00e9',),('\uac01',),('\U0001f600',),('\u0378',),('\u4e00',),('a',None),('a','def'),('\xb2',7),('\u2460',),('\ufb01',),('\u0041\u0301',),('\uf900',),('\U000e0100',)):
        t(f,*a)
for n in ('LATIN SMALL LETTER E WITH ACUTE','latin small letter a','nope','HANGUL SYLLABLE GAG','CJK UNIFIED IDEOGRAPH-4E00','CJK UNIFIED IDEOGRAPH-1','NULL','LINE FEED','LF','BELL','DIGIT ONE','NO-BREAK SPACE','','EGYPTIAN HIEROGLYPH-13460','TANGUT IDEOGRAPH-17000',b'SPACE'): t(u.lookup,n)
for f in ('NFC','NFD','NFKC','NFKD','X',5):
    for s in ('','abc','e\u0301','\u00e9','\ufb01','\uac01','\u1112\u1161\u11ab','a\u0315\u0300\u05ae\u0062','\u0958','\u2126','\u1e9b\u0323','\u0344','\u09c7\u09be','\U0001d15e','\u0f73\u0f71',5,'\u212b','\ud800e\u0301','\u3300','q\u0307\u0323'):
        t(u.normalize,f,s); t(u.is_normalized,f,s)
t(u.normalize); t(u.normalize,'NFC'); t(u.name); print(u.unidata_version, u.__doc__[:30])
from binascii import crc32
parts=[]
for f in (u.category,u.bidirectional,u.east_asian_width,u.decomposition): parts.append(crc32('|'.join([f(chr(i)) for i in range(0,0x110000,3)]).encode()))
for f in (u.combining,u.mirrored): parts.append(crc32('|'.join([str(f(chr(i))) for i in range(0,0x110000,3)]).encode()))
parts.append(crc32('|'.join([u.name(chr(i),'-') for i in range(0,0x110000,3)]).encode()))
for form in ('NFC','NFD','NFKC','NFKD'):
    parts.append(crc32('|'.join([u.normalize(form,chr(i)) for i in list(range(0,0xd800,1))+list(range(0xe000,0x110000,5))]).encode()))
print(parts)
