x = 1
s = "never ends
print("never")
