"""Writes `link_order.txt`: the functions that programs run, in the order in which they are first met.

Usage: link_order.py TENURE PROGRAM... > link_order.txt

TENURE is a release build, run under `valgrind --tool=callgrind` once for the start alone and once for each PROGRAM (a Python file and its
arguments, as one word). The build script lays these functions out next to each other, so that few pages of the command are in use.
Functions are named by their symbols, without the hash that differs from build to build. One name may stand for many
functions, such as `FnOnce::call_once` for most natives: names that would bring along too much are put last.
"""

import collections
import os
import re
import shlex
import subprocess
import sys
import tempfile

HASH = re.compile(r"17h[0-9a-f]{16}E$")
LEGACY, V0 = "_ZN", "_R"
# A name is ambiguous if functions of so many bytes that are not run go by it, and so many times what is run.
MUCH, TIMES = 4096, 3


def name(symbol):
    """The name of a symbol in all builds, as a pattern."""
    symbol = re.sub(r"\.llvm\.\d+$", "", symbol)
    if symbol.startswith(LEGACY) and HASH.search(symbol):
        return HASH.sub("17h*", symbol)
    if symbol.startswith(V0):
        return re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", symbol) + "*"
    return symbol


def sizes(binary):
    """Symbols of functions, with their sizes in bytes."""
    found = {}
    for line in subprocess.run(["nm", "-S", binary], capture_output=True, text=True, check=True).stdout.splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[2] in "tT":
            found[parts[3]] = int(parts[1], 16)
    return found


def functions_run(binary, arguments):
    """Symbols of the functions that a run meets, in that order."""
    with tempfile.TemporaryDirectory() as folder:
        profile = os.path.join(folder, "profile")
        command = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}", binary, *arguments]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(profile) as lines:
            matches = (re.match(r"c?fn=\(\d+\) (.*)", line) for line in lines)
            return list(dict.fromkeys(match[1].split("'")[0] for match in matches if match))


def main(binary, *programs):
    size = sizes(binary)
    all_bytes, run_bytes = collections.Counter(), collections.Counter()
    for symbol, count in size.items():
        all_bytes[name(symbol)] += count
    met = {}
    for arguments in (["-c", "pass"], *map(shlex.split, programs)):
        met.update(dict.fromkeys(symbol for symbol in functions_run(binary, arguments) if symbol in size))
    for symbol in met:
        run_bytes[name(symbol)] += size[symbol]
    names = list(dict.fromkeys(map(name, met)))

    def is_ambiguous(name):
        return all_bytes[name] - run_bytes[name] > MUCH and all_bytes[name] > TIMES * run_bytes[name]

    print("# Functions that programs run, in the order of their first call; by bench/link_order.py.")
    print(*sorted(names, key=is_ambiguous), sep="\n")
    total = sum(all_bytes[name] for name in names)
    print(f"{len(names)} names, {sum(run_bytes.values())} bytes run, {total} bytes by these names", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__.split("\n\n")[1])
    main(*sys.argv[1:])
