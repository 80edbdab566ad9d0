"""SyntaxError from exec, uncaught: text and caret, no frame for the source."""
exec("x = 1\nif x\n  pass\n")
