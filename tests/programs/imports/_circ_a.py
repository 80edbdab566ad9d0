import _circ_b
late = "defined late"
from_b = _circ_b.call()
