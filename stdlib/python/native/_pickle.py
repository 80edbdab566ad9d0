"""`PickleBuffer`, which lends bytes to a pickle without a copy. Everything else is asked of `pickle`."""


class PickleBuffer:
    """Wrapper for potentially out-of-band buffers"""

    __slots__ = ("_view", "__weakref__")

    def __new__(cls, object, /):
        self = super().__new__(cls)
        try:
            self._view = memoryview(object)
        except TypeError:
            raise TypeError(f"a bytes-like object is required, not '{type(object).__name__}'") from None
        return self

    def _lent(self):
        if self._view is None:
            raise ValueError("operation forbidden on released PickleBuffer object")
        return self._view

    def raw(self, /):
        """Return a memoryview of the raw memory underlying this buffer.

Will raise BufferError is the buffer isn't contiguous."""
        view = self._lent()
        if not view.contiguous:
            raise BufferError("cannot extract raw buffer from non-contiguous buffer")
        return view.cast("B")

    def release(self, /):
        """Release the underlying buffer held by the PickleBuffer object."""
        view, self._view = self._view, None
        if view is not None:
            view.release()

    def __buffer__(self, flags, /):
        return memoryview(self._lent())

    def __reduce_ex__(self, protocol, /):
        raise TypeError("cannot pickle 'PickleBuffer' object")


PickleBuffer.__module__ = "pickle"
_seal_class(PickleBuffer)

_of_pickle = {
    "PickleError": "PickleError", "PicklingError": "PicklingError", "UnpicklingError": "UnpicklingError",
    "Pickler": "_Pickler", "Unpickler": "_Unpickler",
    "dump": "_dump", "dumps": "_dumps", "load": "_load", "loads": "_loads",
}


def __getattr__(name):
    if name in _of_pickle:
        import pickle
        return getattr(pickle, _of_pickle[name])
    raise AttributeError(f"module '_pickle' has no attribute '{name}'")
