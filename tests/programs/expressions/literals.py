"""Every kind of literal."""
print(0, 00, 1_000_000, 0b1010, 0B11, 0o17, 0O7, 0xff, 0XdeadBEEF, 0x_ff, 0b_1, 12345678901234567890123)
print(0.0, 1., .5, 1e3, 1E-3, 1_0.0_1, 1e+10, 1e400, -1e400, 1e-400)
print(1j, 1.5j, 1e2j, 0j, -0j, 3+4j)
print('single', "double", '''triple
line''', """t"w"o""", 'it\'s', "a\\b", 'a\
b')
print(r'raw\n', R"\x", b'bytes', B"\x41\n", rb'\x', Rb'\n', bR'\t', u'uni')
print("\a\b\f\v\0\x41\101\u00e9\U0001F600\N{BULLET}\N{latin small letter e with acute}".encode("unicode_escape"))
print("adjacent" 'strings' """joined""", b"also" b"bytes")
print(True, False, None, ..., Ellipsis, NotImplemented, __debug__)
print((), (1,), (1, 2), [], [1], {}, {1: 2}, {1}, {1: 2, **{3: 4}}, [*range(3)], (*"ab",), {*"a"})
print(1,
      2,  # comment inside
      3)
x = (1
     + 2)
y = 1 + \
    2
print(x, y); print("semicolon"); 
print("é", "日本", "\ud800".encode("utf-16-le", "surrogatepass"), len("😀"))
ünïcödé = 1
print(ünïcödé, "ﬁ" == "fi")
ﬁ = 2
print(fi)
