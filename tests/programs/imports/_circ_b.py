import _circ_a
seen = hasattr(_circ_a, "late")
def call(): return _circ_a.late
