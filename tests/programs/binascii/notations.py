# Every notation of binascii: what it accepts, what it refuses, and how it says so.
import binascii as b
def t(f,*a,**k):
    try: print(a,k,repr(f(*a,**k)))
    except BaseException as e: print(a,k,type(e).__module__, type(e).__name__, e)
for s in (b'',b'YQ==',b'YQ=',b'YQ',b'Y',b'YWI=',b'YWJj',b'Y=WJj',b'YWJj\n',b'Y!W@J#j',b'=YWJj',b'YWJj=',b'YQ==YQ==',b'YQ==x',b'YQ=x=',b'YQ=\n=','YQ==','é',b'YWJjZ',b'====',b'=',b'YQ===',b'Y===',b'YW\nJj',b'YWI=YQ==', b'YQ==\n',b'YWJjYQ=',b'AB=D',b'ABC=',b'ABCDE==='):
    t(b.a2b_base64,s); t(b.a2b_base64,s,strict_mode=True)
t(b.b2a_base64,b'abc'); t(b.b2a_base64,b'abcd',newline=False); t(b.b2a_base64,'a'); t(b.b2a_base64,b'')
for s in (b'',b'a',b'ab',b'zz','6162','é',b'6 1',b"0A"): t(b.unhexlify,s)
for a in ((b'abcdef',),(b'abcdef',':'),(b'abcdef',b'-',2),(b'abcdef','-',-4),(b'abcdef','--'),(b'abcdef',''),(b'abcdef','é'),(b'abcdef','\u1234'),(b'abcdef',5),(b'abcdef',':',0),(b'',':'),('a',),(b'abcde','_',2),(b'abcde','_',-2),(b'abc','.',100)): t(b.hexlify,*a)
for s in (b'',b' ',b'#86%B\n',b'#86)C\n',b'#86',b'`\n',b'#86)C junk',b'\x01',b'#8\x80)C',b'"86)C\n',b'M'+b'A'*60+b'\n',b'!00  \n'): t(b.a2b_uu,s)
for s in (b'',b'abc',b'a',b'x'*45,b'x'*46,'a',b'\0\0\0'): t(b.b2a_uu,s)
t(b.b2a_uu,b'\0\0',backtick=True)
for s in (b'',b'=41',b'=4',b'=',b'=\n',b'a=\nb',b'a=\r\nb',b'a=\r',b'_x_',b'=zz',b'==41',b'=a',b'= \nx',b'abc=20',b'=4g'): t(b.a2b_qp,s); 
t(b.a2b_qp,b'_x_',header=True); t(b.a2b_qp,'=41');t(b.a2b_qp,'é')
for s in (b'',b'abc',b'a=b',b'a b',b'a ',b'a \n',b'a\t\nb',b'.\n',b'.',b'..',b'x'*80,b'x'*75+b' y',b'\xff'*30,b'a\r\nb',b'a\nb\r\n',b'a\rb',b'_ ?',b'x'*76,b'x'*77,b'a'*74+b'\xff\n',b'\n.\n',b'a\0b', b'x '*60, b'abc\n.def'):
    t(b.b2a_qp,s); t(b.b2a_qp,s,quotetabs=True); t(b.b2a_qp,s,istext=False); t(b.b2a_qp,s,header=True)
t(b.crc32,b'abc');t(b.crc32,b'abc',5);t(b.crc32,b'abc',-1);t(b.crc32,b'abc',1<<40);t(b.crc32,'a'); t(b.crc_hqx,b'abc',0);t(b.crc_hqx,b'abc',70000);t(b.crc_hqx,b'abc',-1)
print(b.Error.__mro__, b.Incomplete.__mro__, b.__doc__)
t(b.a2b_base64,5);t(b.a2b_hex,5);t(b.crc32,b'',1.5);t(b.b2a_hex,b'a',sep=':',bytes_per_sep='x')
t(b.a2b_base64, b'YQ==', strict_mode=0)
