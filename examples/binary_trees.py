"""Binary trees: millions of small objects of the same size that die young, beside one tree that lives on.

Usage: binary_trees.py [DEPTH]        (default 14)

Complete trees of growing depth are built and dropped; each is checked by counting its nodes. One tree of the
full depth stays alive meanwhile.

Watch with -X gc-stats: allocation volume against live bytes. Nearly everything is dead at each collection, so a
generational collector should touch little, and a tracing one should pay for the long-lived tree each time.
"""

import sys


class Tree:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(build(depth - 1), build(depth - 1))


def nodes(tree):
    if tree.left is None:
        return 1
    return 1 + nodes(tree.left) + nodes(tree.right)


def main(depth):
    shallow = 4
    deep = max(shallow + 2, depth)
    print(f"stretch tree of depth {deep + 1}: {nodes(build(deep + 1))} nodes")
    keep = build(deep)
    for d in range(shallow, deep + 1, 2):
        count = 2 ** (deep - d + shallow)
        total = sum(nodes(build(d)) for _ in range(count))
        print(f"{count} trees of depth {d}: {total} nodes")
    print(f"long-lived tree of depth {deep}: {nodes(keep)} nodes")


def arguments(argv):
    """The depth, from the command line."""
    if len(argv) > 1:
        sys.exit("usage: binary_trees.py [DEPTH]")
    try:
        depth = int(argv[0]) if argv else 14
    except ValueError:
        sys.exit(f"binary_trees.py: DEPTH must be a number, not {argv[0]!r}")
    if not 1 <= depth <= 24:
        sys.exit("binary_trees.py: DEPTH must lie between 1 and 24")
    return depth


if __name__ == "__main__":
    main(arguments(sys.argv[1:]))
