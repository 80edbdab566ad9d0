import io
import tokenize


def show(source):
    print(repr(source))
    try:
        for token in tokenize.generate_tokens(io.StringIO(source, newline="").readline):
            print("  ", tuple(token), tokenize.tok_name[token.exact_type])
    except (tokenize.TokenError, SyntaxError) as error:
        print("  ", type(error).__name__, error.args)


for source in [
    "x = 1\n", "x = 1", "def f(a):  # c\n    return 'é' + a\n\n# d\n\ny\n", "a = (1,\n\n  # c\n 2)\n",
    "f'a{x!r:>{w}}b{{c}}' t'{y=}'\n", "", "\n", "#c", "  #c\n", "if x:\n  a\n b\n", "'abc", "(1,",
    "a\\\nb\n", "x = 1 \\\n", "if 1:\n\tx\n        y\n", "a $ b ? !\n", "'''a\nb''' x\n", "a -> := ... **= //=\n",
    "a\r\nb\r\n", "if x:\n  a\n  # c\n# d\nb", "if x:\n  a", "f'''{\nx}\n'''\n", "0777 1__0\n", "é = ünï\n",
    "async def f(): await x\n", "1if 2else 3\n", "if x:\n  y #z\n  # w\n", ")\n", "[)\n", "f'{a' \n", "a\n  \n",
    "(\n#c\n)\n", "\\\na\n", "   \\\na\n", "x;\n", "0xfg\n", "a<>b\n", "rb'x' Rf'{1}'\n",
]:
    show(source)

data = b"# coding: latin-1\nname = '\xe9'\n"
print(*tokenize.tokenize(io.BytesIO(data).readline), sep="\n")
print(tokenize.detect_encoding(io.BytesIO(data).readline))
source = "def f(a, *b):\n    # note\n    return {a: b}\n"
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(source).readline)) == source)
