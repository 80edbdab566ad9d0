"""A syntax error in the program itself: nothing runs, text and caret on stderr, status 1."""
print("never printed")
x = [1, 2
y = 3
