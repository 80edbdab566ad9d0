"""repr picks quotes and escapes what cannot be printed."""
for s in ("", "a", "'", '"', "'\"", "\\", "\n\t\r", "\x00\x1f\x7f", "\x80\x9f\xa0\xad", "é", "\u0378", "\u200b\u2028\ufeff", "\ud800", "\udfff", "😀", "\U000e0001", "\U0010ffff", "日本", "a'b", "\x1b[0m", "\u0301", "\u3000"):
    print(ascii(repr(s)), ascii(s), len(repr(s)))
print(repr("it's"), repr('say "hi"'), repr("""both ' and " """), str(["'", '"']), {"k'": 'v"'}, ("\n",))
print("\N{GREEK SMALL LETTER ALPHA}" == "\u03b1" == "\U000003b1" == chr(945), ord("\377"), "\08" == "\x00" + "8", "\x411" == "A1", len("\u00e9x"))
print("line\
 continued", r"\n" == "\\n", len(r"\'"), "a" 'b' r"\c")
print(ord("a"), ord("é"), ord("😀"), chr(97), ascii(chr(0x10FFFF)), ascii(chr(0xD800)))
for text in ("chr(-1)", "chr(0x110000)", "chr('a')", "chr(1 << 70)", "ord('')", "ord('ab')", "ord(1)", "ord(b'ab')", "ord(b'a')", "chr(1.0)", "ord(bytearray(b'z'))"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
