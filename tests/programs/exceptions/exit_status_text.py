"""SystemExit with text: printed on standard error, status 1."""
import sys
def f():
    raise SystemExit("reason on stderr")
print("out")
sys.stdout.flush()
f()
