"""Indexing what cannot be indexed, with keys that cannot be keys."""
import warnings
warnings.simplefilter("ignore", SyntaxWarning)
cases = ["1[0]", "None[0]", "len[0]", "(1).real[0]", "[1]['a']", "(1,)['a']", "'abc'['a']", "[1][1.0]", "[1][None]",
         "[1][5]", "(1,)[5]", "'a'[5]", "b'a'[5]", "range(3)[5]", "{}['k']", "{}[[]]", "[1][-2]", "range(3)['a']", "b'a'['x']",
         "{1}[0]", "object()[0]", "type[0]", "int[0]", "list[int]", "'abc'[1:'x']", "[1, 2][1.0:]", "[1][::0]", "'a'[::0]",
         "(1,)[::0]", "range(3)[::0]", "[1][1 << 80]", "'a'[-(1 << 80)]", "(1,)[True]", "(1, 2)[True]", "{(): 1}[()]", "{1: 2}[1.0]"]
for text in cases:
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
stores = ["x = (1,); x[0] = 1", "x = 'a'; x[0] = 'b'", "x = 1; x[0] = 1", "x = None; x['a'] = 1", "x = range(3); x[0] = 1", "x = b'a'; x[0] = 1",
          "x = [1]; x[1] = 1", "x = [1]; x['a'] = 1", "x = {}; x[[]] = 1", "x = {}; x[{}] = 1", "x = {1}; x[1] = 2", "x = len; x[0] = 1"]
for text in stores:
    try:
        exec(text)
        print(text, "ok")
    except Exception as e:
        print(text, "->", type(e).__name__, e)
dels = ["x = (1,); del x[0]", "x = 'a'; del x[0]", "x = 1; del x[0]", "x = [1]; del x[1]", "x = {}; del x['k']", "x = [1]; del x['a']", "x = range(3); del x[0]", "x = b'a'; del x[0]", "del nothing", "x = 1; del x; del x"]
for text in dels:
    try:
        exec(text)
        print(text, "ok")
    except Exception as e:
        print(text, "->", type(e).__name__, e)
