s = "tenure"
print(len(s), s[0], s[-1], s[1:3], s.upper(), s + "!", s * 2, "nu" in s, s == "tenure", s.replace("e", "E"), s.split("n"), s.find("u"))
print("%s is %d years" % ("x", 5), "{} {}".format(1, "a"), f"{s}={len(s)}", repr(s), str(5), "a,b".split(","), "-".join(["x", "y"]))
