# slow
"""What `gc` answers, and what its callbacks are told of collections, asked for or not."""
import gc
import sys


class Node:
    def __init__(self, *others):
        self.others = list(others)


told = []


def note(phase, info):
    told.append((phase, info["generation"], sorted(info), info["uncollectable"]))


# Collections that are asked for.
gc.disable()
gc.callbacks.append(note)
for generation in (2, 1, 0):
    gc.collect(generation)
gc.callbacks.remove(note)


def nested(phase, info):
    print(phase, info["generation"], gc.collect())


gc.callbacks.append(nested)
gc.collect(1)
gc.callbacks.remove(nested)
gc.enable()
print(*told, sep="\n")
for wrong in (-1, 3):
    try:
        gc.collect(wrong)
    except ValueError as error:
        print("ValueError:", error)
try:
    gc.collect("x")
except TypeError as error:
    print("TypeError:", error)

# Collections that nobody asked for: each has a start and an end, and what a callback raises stops nobody.
phases = []
raised = []
sys.unraisablehook = lambda what: raised.append(type(what.exc_value).__name__)


def watch(phase, info):
    phases.append(phase)
    [[] for _ in range(1000)]
    if len(phases) <= 2:
        raise ValueError(phase)


gc.callbacks.append(watch)
for _ in range(400):
    if len(phases) >= 6:
        break
    for _ in range(5000):
        node = Node()
        node.others.append(node)
gc.callbacks.clear()
print("told", len(phases) >= 6, phases[:6], raised[:2])

# Who refers to whom.
leaf = Node()
branch = Node(leaf)
print(gc.get_referents(branch.others) == [leaf])
print(any(found is branch.others for found in gc.get_referrers(leaf)))
print(gc.is_tracked(leaf), gc.is_tracked(1), gc.is_tracked("text"), gc.is_tracked([leaf]))
print(any(found is leaf for found in gc.get_objects()))
print([sorted(entry) for entry in gc.get_stats()])
before = [entry["collections"] for entry in gc.get_stats()]
gc.collect(0)
gc.collect(2)
print([entry["collections"] >= old + new for entry, old, new in zip(gc.get_stats(), before, (1, 0, 1))])
print(sorted(gc.get_referents([1, 2], {3: 4}, (0, 0, 0), {7})), gc.get_referents(1, "a", 4j))
print(Node in gc.get_referents(leaf))

# What is frozen is counted.
print(gc.get_freeze_count() == 0)
gc.freeze()
print(gc.get_freeze_count() > 100)
gc.unfreeze()
print(gc.get_freeze_count())

# Settings are remembered.
print(gc.isenabled(), gc.get_debug())
gc.disable()
print(gc.isenabled())
gc.enable()
gc.set_threshold(500, 5)
print(gc.get_threshold()[:2])
gc.set_threshold(2000, 10, 0)
gc.set_debug(gc.DEBUG_STATS)
print(gc.get_debug())
gc.set_debug(0)

# Sizes.
print(all(type(sys.getsizeof(value)) is int for value in (1, "a", [], {}, leaf, None, print, Node)))
print(sys.getsizeof([0] * 1000) > sys.getsizeof([0] * 10) > 0, sys.getsizeof("x" * 500) - sys.getsizeof("x" * 100))


class Sized:
    def __sizeof__(self):
        return 1000


class Missized:
    def __sizeof__(self):
        return -1


print(1000 <= sys.getsizeof(Sized()) < 1100)
try:
    sys.getsizeof(Missized())
except ValueError as error:
    print("ValueError:", error)
