"""The classes of `_types` that are written in Python."""

import sys

GenericAlias = type(list[int])
UnionType = type(int | str)
SimpleNamespace = type(sys.implementation)
del sys
