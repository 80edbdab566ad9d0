"""Import through user-defined finders and loaders; module __class__; import of a name from a module's __getattr__."""
import sys, types, importlib.abc, importlib.util, importlib.machinery
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    sources = {"virt": "x = 1\nfrom virt_dep import y\n", "virt_dep": "y = 'dep'\nname = __name__", "virtpkg": "z = 'pkg'", "virtpkg.mod": "from . import z\nw = z * 2"}
    def find_spec(self, name, path, target=None):
        if name in self.sources: return importlib.machinery.ModuleSpec(name, self, is_package=name == "virtpkg")
    def create_module(self, spec): return None
    def exec_module(self, m): exec(self.sources[m.__name__], m.__dict__)
sys.meta_path.insert(0, Finder())
import virt, virtpkg.mod
print(virt.x, virt.y, virtpkg.mod.w, virt.__spec__.loader is sys.meta_path[0], virt.__loader__ is virt.__spec__.loader, importlib.util.find_spec("virt_dep").name, importlib.util.find_spec("surely_not_there"))
class Lazy(types.ModuleType):
    @property
    def prop(self): return "module property"
    def __call__(self): return "called"
virt.__class__ = Lazy; print(virt.prop, virt(), type(virt).__name__)
print(importlib.util.spec_from_loader("n", None).name, importlib.machinery.SOURCE_SUFFIXES, [type(f).__name__ if not isinstance(f, type) else f.__name__ for f in sys.meta_path])
src = "value = 42\ndef f(): return value"
spec = importlib.util.spec_from_loader("dyn", loader=None); m = importlib.util.module_from_spec(spec); exec(src, m.__dict__); print(m.f(), m.__name__, repr(m))
class Blocker:
    def find_spec(self, name, path, target=None):
        if name == "blocked": raise ImportError("blocked on purpose", name=name)
sys.meta_path.insert(0, Blocker)
Blocker.find_spec = classmethod(Blocker.find_spec)
try: import blocked
except ImportError as e: print(e, e.name)
real = __builtins__.__import__
def traced(name, *a, **k):
    log.append((name, a[2] if len(a) > 2 else None)); return real(name, *a, **k)
log = []; __builtins__.__import__ = traced
import os.path; from math import pi, e
__builtins__.__import__ = real
print([l for l in log if l[0] in ("os.path", "math")])
