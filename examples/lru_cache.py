"""LRU cache: a large live set, whose entries are replaced one by one in an order the collector cannot guess.

Usage: lru_cache.py [CAPACITY [REQUESTS]]        (default 50000 400000)

A cache of pages, hand-made from a dict and a doubly linked list, answers requests that follow a skewed
distribution. Each miss throws out the page unused for longest: an old object dies, a new one is linked between
old ones, so objects die neither young nor in the order they were made.

Watch with -X gc-stats: live bytes stay level while allocation goes on; how far reserved memory rises above them
is fragmentation. The list is one large cycle, but an evicted page lies on none: counting frees it at once.
"""

import sys


class Page:
    __slots__ = ("key", "words", "newer", "older")

    def __init__(self, key, words):
        self.key = key
        self.words = words
        self.newer = None
        self.older = None


class Cache:
    """Least recently used out first. A sentinel closes the list: its `older` is the newest page, its `newer` the oldest."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.pages = {}
        self.ring = Page(None, [])
        self.ring.newer = self.ring.older = self.ring
        self.hits = self.misses = 0

    def get(self, key):
        page = self.pages.get(key)
        if page is None:
            self.misses += 1
            page = Page(key, [f"{key}:{i}" for i in range(key % 7 + 1)])
            if len(self.pages) == self.capacity:
                self.evict()
            self.pages[key] = page
        else:
            self.hits += 1
            self.unlink(page)
        self.link(page)
        return page

    def evict(self):
        oldest = self.ring.newer
        self.unlink(oldest)
        del self.pages[oldest.key]

    def unlink(self, page):
        page.newer.older = page.older
        page.older.newer = page.newer

    def link(self, page):
        newest = self.ring.older
        page.older = newest
        page.newer = self.ring
        newest.newer = page
        self.ring.older = page


def requests(count, keys):
    """Keys, the low ones far more often than the high ones."""
    state = 12345
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        share = (state >> 40) / (1 << 24)
        yield int(share * share * share * keys)


def main(capacity, count):
    cache = Cache(capacity)
    words = 0
    for key in requests(count, capacity * 4):
        words += len(cache.get(key).words)
    print(f"{cache.hits} hits, {cache.misses} misses, {len(cache.pages)} pages of at most {capacity}, {words} words read")
    oldest, newest = cache.ring.newer, cache.ring.older
    print(f"oldest page {oldest.key} {oldest.words}, newest page {newest.key} {newest.words}")


def arguments(argv):
    """Capacity and number of requests, from the command line."""
    if len(argv) > 2:
        sys.exit("usage: lru_cache.py [CAPACITY [REQUESTS]]")
    try:
        numbers = [int(a) for a in argv]
    except ValueError:
        sys.exit("lru_cache.py: CAPACITY and REQUESTS must be numbers")
    if any(n < 1 for n in numbers):
        sys.exit("lru_cache.py: CAPACITY and REQUESTS must be at least 1")
    defaults = [50_000, 400_000]
    return numbers + defaults[len(numbers):]


if __name__ == "__main__":
    main(*arguments(sys.argv[1:]))
