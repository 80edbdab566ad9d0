# tenure: -X heap=64M
"""Nobody catches the MemoryError: it reaches the exception hook, and the status is 1."""
import sys
sys.excepthook = lambda kind, value, traceback: print("uncaught", kind.__name__, traceback is not None)
keep = []
while True:
    keep.append([0] * 100)
