"""string.Template, Formatter, constants; textwrap functions."""
import string, textwrap
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable), string.capwords("hello  big world"), string.capwords("a-b", "-"))
t = string.Template("$name is ${what}ly $$5 $under_score"); print(t.substitute(name="N", what="nice", under_score=1), t.safe_substitute(name="N"), t.template, t.get_identifiers(), t.is_valid())
for src, kw in (("$missing", {}), ("$", {}), ("${", {}), ("$1", {}), ("a\n$ b", {})):
    try: print(string.Template(src).substitute(kw))
    except (KeyError, ValueError) as e: print(type(e).__name__, e)
class T2(string.Template): delimiter = "%"; idpattern = "[a-z]+"
print(T2("%abc $x").substitute(abc=1)); f = string.Formatter(); print(f.format("{0} {a!r:>5} {1[0]}", 1, [2], a="x"), list(f.parse("a{b!r:c}d{{}}")), f.vformat("{x}", (), {"x": 1}))
class F2(string.Formatter):
    def get_value(self, k, a, kw): return f"<{k}>"
    def format_field(self, v, s): return str(v).upper()
print(F2().format("{abc} {0:x}"))
text = "The quick brown fox jumped over the lazy dog, and then it jumped again over something-else-entirely with averyveryverylongword inside."
for w in (20, 30, 10): print(textwrap.wrap(text, w))
print(textwrap.fill(text, 40, initial_indent="* ", subsequent_indent="  ")); print(textwrap.shorten(text, 30), textwrap.shorten("short", 30), textwrap.shorten(text, 30, placeholder="~"), repr(textwrap.dedent("  a\n    b\n  c\n")), repr(textwrap.dedent("\n\ta\n\t b\n")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda l: True)), textwrap.wrap(text, 25, break_long_words=False), textwrap.wrap(text, 25, break_on_hyphens=False), textwrap.wrap("a b c", 1), textwrap.wrap(""), textwrap.wrap("x" * 10, 4), textwrap.wrap(text, 20, max_lines=2), textwrap.wrap("tab\tand  spaces", 10, expand_tabs=False), textwrap.wrap("Hello.  World", fix_sentence_endings=True))
try: textwrap.wrap("a", 0)
except ValueError as e: print(e)
