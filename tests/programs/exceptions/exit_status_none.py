"""SystemExit without argument: status 0; code after it does not run."""
for i in range(12):
    print(i)
raise SystemExit
