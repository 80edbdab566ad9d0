"""A signal that a program sends itself is handled before the call that sent it returns."""
import os
import signal

seen = []
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append((number == signal.SIGUSR1, frame.f_lineno)))
for send in (lambda: os.kill(os.getpid(), signal.SIGUSR1), lambda: signal.raise_signal(signal.SIGUSR1)):
    send()
    print(len(seen), seen[-1][0])
try:
    os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted in the call")
try:
    signal.raise_signal(signal.SIGINT)
    print("too late")
except KeyboardInterrupt:
    print("interrupted again")


def complain(number, frame):
    raise LookupError("from the handler")


signal.signal(signal.SIGUSR1, complain)
try:
    [os.kill(os.getpid(), signal.SIGUSR1), print("not reached")]
except LookupError as e:
    print(e)
for call in (lambda: signal.raise_signal(0), lambda: signal.raise_signal("x"), lambda: os.kill(2 ** 22 + 1, 0), lambda: os.kill("x", 1)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
