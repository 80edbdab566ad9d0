d = {"a": 1, "b": 2}
d["c"] = 3
print(d, len(d), d["a"], d.get("z"), d.get("z", 0), "a" in d, list(d.keys()), list(d.values()), list(d.items()))
del d["a"]
for k, v in d.items():
    print(k, v)
print({k: v * 2 for k, v in d.items()})
