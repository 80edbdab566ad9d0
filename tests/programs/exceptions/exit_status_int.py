"""SystemExit with a number: the status, and nothing printed."""
import sys
try:
    print("working")
    sys.exit(7)
finally:
    print("finally runs")
