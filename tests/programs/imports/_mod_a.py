"""Module doc."""
value = 1
counter = 0
def func(x): return x + value
def get(): return value
class Klass:
    def hello(self): return "hello from " + __name__
