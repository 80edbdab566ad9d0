out = []
for v in ("1", "x", "3", None):
    try:
        n = int(v)
    except ValueError:
        out.append("bad")
        continue
    except TypeError:
        out.append("type")
        break
    else:
        out.append(n)
    finally:
        out.append("f")
print(out)
