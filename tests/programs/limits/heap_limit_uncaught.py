# tenure: -X heap=64M
"""Nobody catches the MemoryError: traceback and status 1, like any other exception."""
keep = []
while True:
    keep.append([0] * 100)
