"""An exception that is raised again keeps the traceback it has; one that is raised anew gets another entry."""
import traceback
def f(): raise
def tb(e): print([(x.name,x.lineno) for x in traceback.extract_tb(e.__traceback__)])
try:
    try: 1/0
    except ZeroDivisionError:
        raise
except Exception as e: tb(e)
try:
    try: 1/0
    except ZeroDivisionError:
        f()
except Exception as e: tb(e)
def g():
    try: h()
    finally: pass
def h():
    with C():
        raise KeyError
class C:
    def __enter__(s): pass
    def __exit__(s,*a): return False
try: g()
except Exception as e: tb(e)
def rec(n):
    try:
        if n: rec(n-1)
        else: 1/0
    except ZeroDivisionError:
        raise
try: rec(2)
except Exception as e: tb(e)
def gen():
    try: yield 1
    except ValueError: raise
g2=gen(); next(g2)
try: g2.throw(ValueError(1))
except ValueError as e: tb(e)
try:
    try: 1/0
    except Exception as e:
        raise e
except Exception as e: tb(e)
def k():
    for i in [1]:
        try:
            raise KeyError
        except KeyError as e:
            try: raise
            finally: pass
try: k()
except Exception as e: tb(e)
def deep():
    try: raise ValueError
    except ValueError:
        try: raise TypeError
        except TypeError: pass
        raise
try: deep()
except Exception as e: tb(e)
async def co(): 
    try: await co2()
    except KeyError: raise
async def co2(): raise KeyError
try: co().send(None)
except Exception as e: tb(e)
import contextlib
@contextlib.contextmanager
def cm():
    try: yield
    finally: pass
try:
    with cm(): 1/0
except Exception as e: tb(e)
