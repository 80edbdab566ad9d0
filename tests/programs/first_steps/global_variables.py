x = 1
def read():
    return x
def write():
    global x
    x = 2
print(read()); write(); print(read(), x)
