from .. import public_name as up
from . import leaf
from .leaf import NAME as leaf_name
def helper(): return (up, leaf_name, leaf.sibling())
