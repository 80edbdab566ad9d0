people = [("ann", 30), ("bob", 25), ("cy", 30)]
print(sorted(people), sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: (-p[1], p[0])), min(people, key=lambda p: p[1]), max(people)[0])
w = "the Quick brown Fox".split(); w.sort(key=str.lower); print(w, sorted(w, key=len, reverse=True))
