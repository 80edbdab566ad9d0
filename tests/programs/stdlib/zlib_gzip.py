# Compressed data comes back as it was, whole and bit by bit, in each wrapping.
import gzip
import io
import zipfile
import zlib

text = b"the quick brown fox jumps over the lazy dog. " * 2000
print(zlib.crc32(text), zlib.adler32(text), zlib.adler32(b"abc", 7))
for bits in (15, -15, 31, 9, -9):
    for level in (-1, 0, 1, 9):
        packed = zlib.compress(text, level, bits)
        print(bits, level, len(packed) < len(text), zlib.decompress(packed, bits) == text)
        maker = zlib.decompressobj(bits)
        out = b"".join(maker.decompress(packed[i:i + 7]) for i in range(0, len(packed), 7)) + maker.flush()
        print(out == text, maker.eof, maker.unused_data)
print(zlib.decompress(zlib.compress(text, wbits=31), 47) == text, zlib.decompress(zlib.compress(text), 47) == text)
packer = zlib.compressobj(wbits=-15)
packed = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH) + packer.compress(b"more") + packer.flush()
maker = zlib.decompressobj(-15)
print(maker.decompress(packed + b"tail", 10), len(maker.unconsumed_tail) > 0)
print(len(maker.decompress(maker.unconsumed_tail)), maker.eof, maker.unused_data)
packer = zlib.compressobj(zdict=b"quick brown")
packed = packer.compress(b"quick brown fox") + packer.flush()
print(zlib.decompressobj(zdict=b"quick brown").decompress(packed))
for data in (b"", packed[:-3], b"not compressed"):
    try:
        zlib.decompress(data)
    except zlib.error as error:
        print(str(error).split(":")[0])
for call in (lambda: zlib.compress("text"), lambda: zlib.decompress(b"", 100), lambda: zlib.compress(b"", 10)):
    try:
        call()
    except (TypeError, ValueError, zlib.error) as error:
        print(type(error).__name__, error)
print(gzip.decompress(gzip.compress(text)) == text)
file = io.BytesIO()
with gzip.open(file, "wt", encoding="utf-8") as out:
    out.write("line one\nline two\n")
file.seek(0)
with gzip.open(file, "rt", encoding="utf-8") as lines:
    print(list(lines))
file = io.BytesIO()
with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.txt", text)
    archive.writestr("b/c.txt", "short")
with zipfile.ZipFile(file) as archive:
    print(archive.namelist(), archive.read("a.txt") == text, archive.read("b/c.txt"), archive.testzip())
