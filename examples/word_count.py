"""Word count: one large string, cut into very many short ones, most of which die at once.

Usage: word_count.py [WORDS]          (default 300000)

A text is generated (the same each time), then read line by line and word by word; counts, first positions and
an index by initial letter are kept. The text is a single large object, the lines and words are small ones.

Watch with -X gc-stats: large-object space against small objects, and how much of what was allocated was strings
that lived for one iteration. Peak memory should be little more than the text, its lines and the index.
"""

import sys

SYLLABLES = ("ba", "co", "di", "fu", "ge", "ha", "ki", "lo", "mu", "ne", "pa", "qui", "ro", "su", "te", "vi", "xa", "zo")


def words(count):
    """Pseudo-random words of one to four syllables; few are frequent and many are rare."""
    state = 2463534242
    for _ in range(count):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        rank = state % 1000
        rank = rank * rank // 1000 + (state >> 20) % 3
        word = SYLLABLES[rank % 18]
        while rank >= 18:
            rank //= 18
            word += SYLLABLES[rank % 18]
        yield word


def generate(count):
    lines, line = [], []
    for number, word in enumerate(words(count), 1):
        line.append(word.capitalize() if number % 11 == 1 else word)
        if number % 11 == 0:
            lines.append(" ".join(line) + ".")
            line = []
    lines.append(" ".join(line))
    return "\n".join(lines)


def read(text):
    counts, first, index = {}, {}, {}
    position = 0
    for line in text.splitlines():
        for word in line.rstrip(".").lower().split():
            position += 1
            counts[word] = counts.get(word, 0) + 1
            if word not in first:
                first[word] = position
                index.setdefault(word[0], []).append(word)
    return counts, first, index


def main(count):
    text = generate(count)
    print(f"{len(text)} characters")
    counts, first, index = read(text)
    print(f"{sum(counts.values())} words, {len(counts)} different")
    for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]:
        print(f"{n:8} {word:12} first at {first[word]}")
    print(" ".join(f"{letter}:{len(index[letter])}" for letter in sorted(index)))


def arguments(argv):
    """The number of words, from the command line."""
    if len(argv) > 1:
        sys.exit("usage: word_count.py [WORDS]")
    try:
        count = int(argv[0]) if argv else 300_000
    except ValueError:
        sys.exit(f"word_count.py: WORDS must be a number, not {argv[0]!r}")
    if count < 1:
        sys.exit("word_count.py: WORDS must be at least 1")
    return count


if __name__ == "__main__":
    main(arguments(sys.argv[1:]))
