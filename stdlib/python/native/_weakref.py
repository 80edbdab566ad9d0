"""Weak references: the class is the machine's; the counts have to be asked of the collector, which keeps none."""


def getweakrefcount(object, /):
    return 0


def getweakrefs(object, /):
    return []


def _remove_dead_weakref(dct, key, /):
    reference = dct.get(key)
    if reference is not None and reference() is None:
        del dct[key]


def proxy(object, callback=None, /):
    """A proxy for an object that does not keep it alive."""
    return (CallableProxyType if callable(object) else ProxyType)(object, callback)
