"""Starts the import system: the library's own `importlib._bootstrap`, on what `_imp` gives.

Runs once, before there is an import statement, with `sys` and `_imp` as globals.
"""


def start():
    module_class = type(sys)
    bootstrap = module_class("_frozen_importlib")
    exec(_imp.get_frozen_object("_frozen_importlib"), bootstrap.__dict__)
    bootstrap.__origname__ = "importlib._bootstrap"
    sys.modules["_frozen_importlib"] = bootstrap
    sys.modules["_imp"] = _imp
    # The native modules that it loads first import `sys`, which is there.
    bootstrap._install(sys, _imp)
    bootstrap._install_external_importers()
    sys.path_hooks.append(embedded_hook(bootstrap))


def embedded_hook(bootstrap):
    """A path hook for the entry of `sys.path` that stands for the embedded library."""
    root = "<lib>"
    find = _imp._embedded_find

    class EmbeddedLoader:
        """Loads modules of the embedded library."""

        @staticmethod
        def create_module(spec):
            return None

        @staticmethod
        def exec_module(module):
            exec(_imp._embedded_code(module.__spec__.name), module.__dict__)

        @staticmethod
        def get_code(name):
            return _imp._embedded_code(name)

        @staticmethod
        def get_source(name):
            return _imp._embedded_source(name)

        @staticmethod
        def is_package(name):
            return find(name)[1]

        @staticmethod
        def get_filename(name):
            return find(name)[0]

        @staticmethod
        def get_data(path):
            source = _imp._embedded_source(path)
            if source is None:
                raise FileNotFoundError(2, "No such file or directory", path)
            return source.encode()

    class EmbeddedFinder:
        """Finds modules of the embedded library below one folder of it."""

        def __init__(self, folder):
            self.folder = folder

        def __repr__(self):
            return f"EmbeddedFinder({self.folder!r})"

        def find_spec(self, name, target=None):
            found = find(name)
            if found is None or name.startswith("+"):
                return None
            path, package = found
            folder = path.rpartition("/")[0]
            if package:
                folder = folder.rpartition("/")[0]
            if folder != self.folder:
                return None
            spec = bootstrap.ModuleSpec(name, EmbeddedLoader, origin=path, is_package=package)
            spec.has_location = True
            if package:
                spec.submodule_search_locations.append(path.rpartition("/")[0])
            return spec

        @staticmethod
        def invalidate_caches():
            pass

        def iter_modules(self, prefix=""):
            return []

    def hook(path):
        # `site` makes the entry absolute, although it is the name of no folder.
        if path.endswith("/" + root):
            path = root
        if path != root and not path.startswith(root + "/"):
            raise ImportError("not part of the embedded library", path=path)
        return EmbeddedFinder(path)

    return hook


start()
__builtins__.__import__("_io")._standard(sys._unbuffered)
