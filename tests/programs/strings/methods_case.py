"""Case conversion and predicates, ASCII and beyond."""
samples = ["", "abc", "ABC", "aBc", "Hello World", "they're bill's", "straße", "ÉCOLE", "ǆ", "ﬁ", "İ", "Σας ΣΑΣ", "123", "a1", "１２", "½", "一", " \t", "\x1f", "\xa0", "_x", "x y", "\u0301", "𝔄", "é"]
for s in samples:
    print(ascii(s), ascii([s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()]))
    print([int(f()) for f in (s.isupper, s.islower, s.istitle, s.isalpha, s.isalnum, s.isdigit, s.isdecimal, s.isnumeric, s.isspace, s.isidentifier, s.isprintable, s.isascii)])
