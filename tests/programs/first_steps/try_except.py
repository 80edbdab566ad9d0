def f(x):
    try:
        return 10 / x
    except ZeroDivisionError as e:
        return "caught: " + str(e)
    finally:
        print("finally", end=" ")
print(f(2))
print(f(0))
try:
    raise ValueError("mine")
except (KeyError, ValueError) as e:
    print(type(e).__name__, e)
else:
    print("no")
try:
    [][1]
except IndexError as e:
    print(e)
