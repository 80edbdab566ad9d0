"""__main__: names, __file__, sys.path[0], argv, -m style guard, star import at top level."""
import sys, os
if __name__ == "__main__": print("main")
print(os.path.basename(__file__), __doc__[:8], __spec__, __package__, __loader__ is not None, type(__builtins__).__name__, sys.argv[1:], os.path.basename(sys.path[0]), __name__ in sys.modules, sys.modules["__main__"].__dict__ is globals(), sorted(k for k in globals() if k.startswith("__")))
from math import *
from itertools import *
print(floor(2.5), pi, list(islice(count(3), 2)), "e" in globals())
class M: pass
print(M.__module__, (lambda: 0).__module__, repr(M))
import __main__; print(__main__.M is M)
