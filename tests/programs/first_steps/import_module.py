import sys
import math
from math import sqrt as root
print(type(sys).__name__, math.pi, root(16), len(sys.argv))
