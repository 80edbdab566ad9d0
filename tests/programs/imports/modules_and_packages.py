"""import in all forms, packages, relative imports, __all__, module attributes, reload of names."""
import sys
import _mod_a
import _mod_a as ma, _pkg.sub.leaf
from _mod_a import value, func as fn, Klass
from _pkg import *
from _pkg.sub import leaf as lf, helper
import _pkg.sub as subpkg
print(_mod_a.value, ma is _mod_a, value, fn(2), Klass().hello(), _pkg.sub.leaf.NAME, lf is _pkg.sub.leaf, helper(), subpkg.leaf.NAME, public_name, "_hidden" in dir(), "not_in_all" in dir())
print(_mod_a.__name__, _mod_a.__doc__, _mod_a.__package__, _pkg.__name__, _pkg.__package__, _pkg.sub.leaf.__package__, _pkg.sub.__name__, _pkg.sub.leaf.__name__, _mod_a.__file__.endswith("_mod_a.py"), _pkg.__file__.endswith("__init__.py"), [p.endswith("_pkg") for p in _pkg.__path__], __name__, __package__, _mod_a.__spec__.name, _pkg.__spec__.submodule_search_locations is not None, sys.modules["_pkg.sub"] is subpkg, repr(_mod_a).startswith("<module '_mod_a' from '"))
_mod_a.value = 100; from _mod_a import value as v2; print(value, v2, fn(1), _mod_a.get()); _mod_a.counter += 1; import _mod_a; print(_mod_a.counter)
for s in ("import nope_module", "from _mod_a import missing", "import _mod_a.sub", "from _pkg import missing", "import _pkg.missing", "from _pkg.sub import nothing", "from . import x", "from .. import x", "import _broken", "import _broken", "from _mod_syntax import x", "from nope.deep import x", "import _pkg.sub.leaf.deeper", "from _circ_a import late", "import sys.path", "from _mod_a import (value, missing2)", "_mod_a.missing", "from _pkg.bad_all import *", "__import__('')", "__import__('a' * 3 + '.b')", "from sys import nope"):
    try: exec(s); print(s, "ok")
    except BaseException as e: print(s, "->", type(e).__name__, str(e).split(" (")[0], getattr(e, "name", "-"))
print("_broken" in sys.modules, "_mod_a" in sys.modules)
import _circ_a; print(_circ_a.from_b, _circ_a._circ_b.seen)
def local_import(): from _pkg.sub.leaf import NAME; import math; return NAME, math.floor(1.5)
print(local_import(), "math" in globals()); m = __import__("_pkg.sub.leaf"); print(m.__name__, __import__("_pkg.sub.leaf", fromlist=["x"]).__name__, __import__("_mod_a", globals(), locals(), [], 0).__name__)
import importlib; print(importlib.import_module("_pkg.sub.leaf").NAME, importlib.import_module(".leaf", "_pkg.sub").NAME); _mod_a.value = "changed"; importlib.reload(_mod_a); print(_mod_a.value)
del sys.modules["_mod_a"]; import _mod_a as fresh; print(fresh is ma, fresh.value, ma.value); sys.modules["fake"] = 5; import fake; print(fake); sys.modules["gone"] = None
try: import gone
except ImportError as e: print(type(e).__name__, e)
print(_pkg.lazy_attr)
try: _pkg.other_attr
except AttributeError as e: print(e)
import types; t = types.ModuleType("made", "doc"); t.x = 1; sys.modules["made"] = t; from made import x; print(x, t.__doc__, repr(t), vars(t)["__name__"])
if True: import os.path as osp, os
print(osp is os.path, os.sep)
try: from _pkg import _hidden; print(_hidden)
except ImportError as e: print(e)
class C: import math as mm; from math import pi
print(C.mm.e, C.pi)
