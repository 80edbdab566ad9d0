#!/usr/bin/env python3
"""Time Python programs under several interpreters, in turn, and compare time and memory.

    bench/run.py                                   the examples, under tenure and python3
    bench/run.py -i tenure=target/release/tenure -i cpython=python3.14 prog.py "prog.py 100"
    bench/run.py -i "no-gc=target/release/tenure -X heap=8G" -i tenure=target/release/tenure

A program is a path, with its arguments in one word ("prog.py 100"); an interpreter is NAME=COMMAND. Every program
runs under each interpreter before the next repetition starts, and the order changes from one repetition to the
next, so that what else the machine does falls on all alike. Runs whose output differs from that of the first
interpreter, or that fail, are reported and left out.

The table (Markdown) shows medians: processor seconds (user + system) of the first interpreter, the ratio of the
others to it (below 1: faster), peak resident memory in MB of all, and the geometric mean of the ratios. Start-up
is included; memory is at least what this runner itself had when it started the program. Needs Python 3.8 or later on Linux or macOS, and nothing else.
"""

import argparse
import json
import math
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What the examples are run with here: large enough to measure, small enough for a coffee break.
EXAMPLES = ["binary_trees.py 14", "gcbench.py 14", "lru_cache.py", "word_count.py 600000", "graph_rewire.py", "json_parser.py"]
# Peak memory as the system reports it: kilobytes on Linux, bytes on macOS.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def run(command, timeout):
    """One run: processor seconds, elapsed seconds, peak bytes, and what it printed (None: it failed)."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        except OSError as error:
            return {"error": str(error)}
        pid, status, usage = wait(process, start + timeout)
        elapsed = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        result = {
            "cpu": usage.ru_utime + usage.ru_stime,
            "wall": elapsed,
            "rss": usage.ru_maxrss * RSS_UNIT,
            "output": output.read().decode("utf-8", "replace"),
        }
        if status != 0:
            last = errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            reason = "time limit" if elapsed > timeout else f"status {status >> 8 or -status}"
            result["error"] = ": ".join([reason] + last)
        return result


def wait(process, deadline):
    """wait4 with a deadline: the resources of exactly this child."""
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = status
            return pid, status, usage
        if time.perf_counter() > deadline:
            process.kill()
            pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
            return pid, status, usage
        time.sleep(0.002)


def measure(programs, interpreters, repetitions, timeout, note):
    """results[program][interpreter]: a list of good runs; and the complaints."""
    results, complaints = {}, []
    names = list(interpreters)
    for program in programs:
        runs = results[program] = {name: [] for name in names}
        words = shlex.split(program)
        failed, expected = set(), None
        for repetition in range(repetitions):
            shift = repetition % len(names)
            # The first interpreter comes first at first: its output is the one to compare with.
            for name in names[shift:] + names[:shift]:
                if name in failed:
                    continue
                result = run(interpreters[name] + words, timeout)
                problem = result.get("error")
                if problem is None:
                    if expected is None:
                        expected = result["output"]
                    elif result["output"] != expected:
                        problem = "prints something else"
                if problem is not None:
                    failed.add(name)
                    runs[name].clear()
                    complaints.append(f"{label(program)} under {name}: {problem}")
                    continue
                runs[name].append(result)
        note(f"{label(program):32} " + "  ".join(f"{n} {shown(median(runs[n], 'cpu'))}" for n in names))
    return results, complaints


def label(program):
    words = shlex.split(program)
    return " ".join([os.path.splitext(os.path.basename(words[0]))[0]] + words[1:])


def median(runs, key):
    return statistics.median(r[key] for r in runs) if runs else None


def shown(value, digits=2):
    return "-" if value is None else f"{value:.{digits}f}"


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def table(results, names, metric):
    base, others = names[0], names[1:]
    lines = ["| program | " + " | ".join([f"{base} s"] + [f"{n} / {base}" for n in others] + [f"{n} MB" for n in names]) + " |"]
    lines.append("|---" + "|--:" * (2 * len(names)) + "|")
    ratios = {name: [] for name in others}
    for program, runs in results.items():
        reference = median(runs[base], metric)
        cells = [label(program), shown(reference)]
        for name in others:
            value = median(runs[name], metric)
            ratio = value / reference if value and reference else None
            if ratio is not None:
                ratios[name].append(ratio)
            cells.append(shown(ratio))
        for name in names:
            peak = median(runs[name], "rss")
            cells.append(shown(peak and peak / 1e6, 0))
        lines.append("| " + " | ".join(cells) + " |")
    means = [shown(geometric_mean(ratios[name]), 3) for name in others]
    lines.append("| " + " | ".join(["geometric mean", ""] + means + [""] * len(names)) + " |")
    return "\n".join(lines)


def parse(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help="a path with arguments; none: the examples")
    parser.add_argument("-i", "--interpreter", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("-n", "--repetitions", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one run (300)")
    parser.add_argument("--metric", choices=("cpu", "wall"), default="cpu")
    parser.add_argument("--json", metavar="FILE", help="write every run there")
    options = parser.parse_args(argv)
    if options.repetitions < 1:
        parser.error("--repetitions must be at least 1")
    given = options.interpreter or [f"tenure={os.path.join(ROOT, 'target/release/tenure')}", "python=python3"]
    interpreters = {}
    for text in given:
        name, separator, command = text.partition("=")
        if not separator or not shlex.split(command):
            parser.error(f"an interpreter is NAME=COMMAND, not {text!r}")
        interpreters[name] = shlex.split(command)
    programs = options.programs or [os.path.join(ROOT, "examples", example) for example in EXAMPLES]
    for program in programs:
        if not shlex.split(program) or not os.path.exists(shlex.split(program)[0]):
            parser.error(f"no such program: {program}")
    return options, interpreters, programs


def main(argv):
    options, interpreters, programs = parse(argv)
    note = lambda line: print(line, file=sys.stderr, flush=True)
    results, complaints = measure(programs, interpreters, options.repetitions, options.timeout, note)
    print(table(results, list(interpreters), options.metric))
    for complaint in complaints:
        print("left out:", complaint)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"interpreters": interpreters, "results": results}, file)
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
