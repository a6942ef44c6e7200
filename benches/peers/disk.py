"""Compares a store in RocksDB with that of pyoxigraph: N-Triples to a compacted database.

    disk.py PROGRAM FOLDER [--statements N...] [--rounds N]

PROGRAM is ours, built with the feature `disk`. Theirs is `bulk_load` and `optimize`, ours a whole
`import --engine rocksdb`, start of the process, the pack beside the database and the kept graph
included. Ours keeps the source of each statement, in the pack; theirs only where it loads into a named
graph, for which it has six indexes and not three. So theirs is measured both ways. They go in turn. Prints
thousands of statements a second, medians of the rounds, and the ratios; exit code 1 if ours is slower than
theirs into the default graph.
"""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

THEIRS = """
import sys, pyoxigraph as o
store = o.Store(sys.argv[2])
graph = o.NamedNode(sys.argv[3]) if len(sys.argv) > 3 else None
store.bulk_load(path=sys.argv[1], format=o.RdfFormat.N_TRIPLES, to_graph=graph)
store.optimize()
print(len(store))
"""


def write(path, count):
    """Writes statements about a fifth as many things: relations between them, and values."""
    chance = random.Random(7)
    things = max(1, count // 5)
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(count):
            thing, name = chance.randrange(things), chance.randrange(20)
            other = f"<https://e.org/n/{chance.randrange(things)}>"
            if chance.random() < 0.5:
                other = f'"value {chance.randrange(count)}"'
            out.write(f"<https://e.org/n/{thing}> <https://e.org/p/{name}> {other} .\n")


def seconds(command, store):
    shutil.rmtree(store, ignore_errors=True)
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda path: Path(path).resolve())
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    is_slower = False
    print(f"{'statements':>12} {'default':>10} {'named':>10} {'ours':>10} {'ratios':>12}")
    for count in asked.statements:
        data = asked.folder / f"{count}.nt"
        if not data.exists():
            write(data, count)
        store = asked.folder / "store"
        theirs = [sys.executable, "-c", THEIRS, data, store]
        words = ["import", data, "--store", store, "--engine", "rocksdb"]
        ways = [theirs, [*theirs, "https://e.org/source"], [asked.program, *words]]
        times = [[seconds(way, store) for way in ways] for _ in range(asked.rounds)]
        shutil.rmtree(store, ignore_errors=True)
        plain, named, ours = (count / statistics.median(way) / 1000 for way in zip(*times))
        is_slower |= ours < plain
        rates = f"{plain:>8.0f} k {named:>8.0f} k {ours:>8.0f} k"
        print(f"{count:>12} {rates} {ours / plain:>6.2f} {ours / named:.2f}", flush=True)
    return int(is_slower)


if __name__ == "__main__":
    sys.exit(main())
