"""What refers to an object is finalised before it, though all die at once, and nothing comes between."""
import gc
import io


class Link:
    def __init__(self, name, next):
        self.name, self.next = name, next

    def __del__(self):
        for step in range(3):
            sorted(range(step, 10), key=lambda x: -x)
        print("finalised", self.name, "which knows", self.next and self.next.name)


def make():
    Link("outer", Link("middle", Link("inner", None)))


make()
gc.collect()


class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        print("written", bytes(data), "closed" if self.closed else "open")
        return len(data)

    def close(self):
        if not self.closed:
            print("raw closes")
        super().close()


def text():
    io.TextIOWrapper(io.BufferedWriter(Raw()), encoding="utf-8").write("not lost")


text()
gc.collect()
print("done")
