"""The generator written out: words, floats, seeding by array."""
class MT:
    def __init__(self, seed):
        self.mt = [seed & 0xFFFFFFFF]
        for i in range(1, 624): self.mt.append((1812433253 * (self.mt[-1] ^ self.mt[-1] >> 30) + i) & 0xFFFFFFFF)
        self.i = 624
    def by_array(self, key):
        self.__init__(19650218); mt, i, j = self.mt, 1, 0
        for _ in range(max(624, len(key))):
            mt[i] = ((mt[i] ^ (mt[i - 1] ^ mt[i - 1] >> 30) * 1664525) + key[j] + j) & 0xFFFFFFFF
            i += 1; j = (j + 1) % len(key)
            if i == 624: mt[0] = mt[623]; i = 1
        for _ in range(623):
            mt[i] = ((mt[i] ^ (mt[i - 1] ^ mt[i - 1] >> 30) * 1566083941) - i) & 0xFFFFFFFF
            i += 1
            if i == 624: mt[0] = mt[623]; i = 1
        mt[0] = 0x80000000; return self
    def word(self):
        if self.i == 624:
            mt = self.mt
            for k in range(624):
                y = mt[k] & 0x80000000 | mt[(k + 1) % 624] & 0x7FFFFFFF
                mt[k] = mt[(k + 397) % 624] ^ y >> 1 ^ (0x9908B0DF if y & 1 else 0)
            self.i = 0
        y = self.mt[self.i]; self.i += 1
        y ^= y >> 11; y ^= y << 7 & 0x9D2C5680; y ^= y << 15 & 0xEFC60000
        return y ^ y >> 18
    def random(self): return ((self.word() >> 5) * 67108864 + (self.word() >> 6)) / 9007199254740992
print([MT(5489).word() for _ in range(1)], [m.word() for m in [MT(5489)] for _ in range(5)]); m = MT(0).by_array([42]); print([m.random() for _ in range(5)])
import random; r = random.Random(42); print([r.random() for _ in range(5)]); m = MT(1); print(sum(m.word() for _ in range(2000)))
