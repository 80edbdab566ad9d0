"""GCBench in the spirit of Ellis, Kovac and Boehm: trees built top-down and bottom-up beside a large live heap.

Usage: gcbench.py [DEPTH]             (default 14: depth of the long-lived tree)

A tree that is built bottom-up points from new objects to old ones; one built top-down is filled in by stores
from older objects to younger ones, which is what write barriers exist for. A long list of floats lives on too.

Watch with -X gc-stats: collections while the long-lived tree and list exist cost more than before; compare
pauses at depth 12 and 16. A generational collector shows many remembered objects in the top-down half.
"""

import sys


class Node:
    """A tree node with two unused fields, as in the original."""

    def __init__(self, left=None, right=None):
        self.left = left
        self.right = right
        self.i = 0
        self.j = 0


def size(depth):
    return 2 ** (depth + 1) - 1


def fill(node, depth):
    """Top-down: hangs a complete tree below an existing node."""
    if depth > 0:
        node.left = Node()
        node.right = Node()
        fill(node.left, depth - 1)
        fill(node.right, depth - 1)


def make(depth):
    """Bottom-up: children first."""
    if depth == 0:
        return Node()
    return Node(make(depth - 1), make(depth - 1))


def count(node):
    """Nodes of a tree, without recursion."""
    total = 0
    todo = [node]
    while todo:
        node = todo.pop()
        total += 1
        if node.left is not None:
            todo.append(node.left)
            todo.append(node.right)
    return total


def churn(depth, stretch):
    trees = 2 * size(stretch) // size(depth)
    for _ in range(trees):
        root = Node()
        fill(root, depth)
    top_down = count(root)
    for _ in range(trees):
        root = make(depth)
    print(f"{trees} trees of depth {depth}, twice: {top_down} and {count(root)} nodes each")


def main(depth):
    print(f"stretch tree: {count(make(depth + 1))} nodes")
    long_lived = Node()
    fill(long_lived, depth)
    floats = [1.0 / (i + 1) for i in range(2 ** (depth + 3))]
    for d in range(4, depth, 2):
        churn(d, depth)
    print(f"long-lived tree: {count(long_lived)} nodes; list: {len(floats)} floats, the tenth is {floats[9]}")


def arguments(argv):
    """The depth, from the command line."""
    if len(argv) > 1:
        sys.exit("usage: gcbench.py [DEPTH]")
    try:
        depth = int(argv[0]) if argv else 14
    except ValueError:
        sys.exit(f"gcbench.py: DEPTH must be a number, not {argv[0]!r}")
    if not 6 <= depth <= 20:
        sys.exit("gcbench.py: DEPTH must lie between 6 and 20")
    return depth


if __name__ == "__main__":
    main(arguments(sys.argv[1:]))
