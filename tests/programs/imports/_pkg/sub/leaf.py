NAME = "leaf"
def sibling():
    from .. import _hidden
    from ..sub import leaf
    return _hidden, leaf.NAME
