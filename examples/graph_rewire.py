"""Graph rewiring: old objects are mutated all the time, and garbage comes as cycles.

Usage: graph_rewire.py [NODES [ROUNDS]]          (default 30000 20)

A directed graph of nodes with lists of neighbours loses and gains edges in every round; now and then a whole
cluster is cut off and replaced. What is cut off is full of cycles and of references into the living graph.

Watch with -X gc-stats: every store goes from an old object to another, the worst case of a write barrier that
remembers objects. Freed bytes per collection show the clusters: nothing else dies here. Under reference counting
this program lives on the cycle collector.
"""

import sys


class Node:
    __slots__ = ("name", "links", "mark")

    def __init__(self, name):
        self.name = name
        self.links = []
        self.mark = 0


class Random:
    """A small generator of our own, so that every interpreter draws the same numbers."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) % n


def build(count, random):
    nodes = [Node(i) for i in range(count)]
    for node in nodes:
        for _ in range(3):
            node.links.append(nodes[random.below(count)])
    return nodes


def rewire(nodes, random):
    """Moves one edge of every fourth node."""
    for _ in range(len(nodes) // 4):
        node = nodes[random.below(len(nodes))]
        if node.links:
            node.links[random.below(len(node.links))] = nodes[random.below(len(nodes))]


def replace_cluster(nodes, random, made):
    """Cuts a run of nodes off: new ones take their places, and no living node points to the old ones any more."""
    size = len(nodes) // 20
    start = random.below(len(nodes) - size)
    old = nodes[start:start + size]
    fresh = [Node(made + i) for i in range(size)]
    successor = dict(zip(old, fresh))
    for node, new in successor.items():
        new.links = [successor.get(other, other) for other in node.links]
    nodes[start:start + size] = fresh
    for node in nodes:
        node.links = [successor.get(other, other) for other in node.links]
    return made + size


def reachable(root, mark):
    seen, todo = 0, [root]
    root.mark = mark
    while todo:
        node = todo.pop()
        seen += 1
        for other in node.links:
            if other.mark != mark:
                other.mark = mark
                todo.append(other)
    return seen


def main(count, rounds):
    random = Random(42)
    nodes = build(count, random)
    made = count
    for number in range(1, rounds + 1):
        rewire(nodes, random)
        made = replace_cluster(nodes, random, made)
        if number % 5 == 0 or number == rounds:
            checksum = sum(other.name for node in nodes for other in node.links) % 1_000_003
            print(f"round {number}: {reachable(nodes[0], number)} of {len(nodes)} reachable, {made} made, checksum {checksum}")


def arguments(argv):
    """Numbers of nodes and rounds, from the command line."""
    if len(argv) > 2:
        sys.exit("usage: graph_rewire.py [NODES [ROUNDS]]")
    try:
        numbers = [int(a) for a in argv]
    except ValueError:
        sys.exit("graph_rewire.py: NODES and ROUNDS must be numbers")
    if any(n < 1 for n in numbers) or numbers and numbers[0] < 100:
        sys.exit("graph_rewire.py: NODES must be at least 100 and ROUNDS at least 1")
    defaults = [30_000, 20]
    return numbers + defaults[len(numbers):]


if __name__ == "__main__":
    main(*arguments(sys.argv[1:]))
