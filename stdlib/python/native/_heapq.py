# Heaps whose items compare through Python. A comparison may change the heap, which is refused.


def _before(heap, size, a, b, greatest):
    answer = b < a if greatest else a < b
    if len(heap) != size:
        raise RuntimeError("list changed size during iteration")
    return answer


def _rise(heap, top, place, greatest):
    size = len(heap)
    item = heap[place]
    while place > top:
        parent = (place - 1) // 2
        if not _before(heap, size, item, heap[parent], greatest):
            break
        heap[place] = heap[parent]
        heap[parent] = item
        place = parent


def _sink(heap, top, greatest):
    size = len(heap)
    place = top
    while (child := 2 * place + 1) < size:
        other = child + 1
        if other < size and not _before(heap, size, heap[child], heap[other], greatest):
            child = other
        heap[place], heap[child] = heap[child], heap[place]
        place = child
    _rise(heap, top, place, greatest)


def _heappush(heap, item, greatest):
    heap.append(item)
    _rise(heap, 0, len(heap) - 1, greatest)


def _heappop(heap, greatest):
    last = heap.pop()
    first = heap[0]
    heap[0] = last
    _sink(heap, 0, greatest)
    return first


def _heapreplace(heap, item, greatest):
    first = heap[0]
    heap[0] = item
    _sink(heap, 0, greatest)
    return first


def _heappushpop(heap, item, greatest):
    if not (item < heap[0] if greatest else heap[0] < item):
        return item
    if not heap:
        raise IndexError("index out of range")
    return _heapreplace(heap, item, greatest)


def _heapify(heap, greatest):
    for top in reversed(range(len(heap) // 2)):
        _sink(heap, top, greatest)
