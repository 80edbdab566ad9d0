"""An uncaught exception: traceback with lines of several frames on standard error, status 1."""
import sys
print("before")
sys.stdout.flush()
class C:
    def method(self, x):
        return self.helper(x)
    def helper(self, x):
        values = [1, 2, 3]
        return values[x]
def outer(n):
    if n:
        return outer(n - 1)
    return C().method(10)
outer(2)
