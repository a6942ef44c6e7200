"""Compares import with what others take for as much or less, side by side, and prints one table.

    imports.py FOLDER [--rounds N]

Ours and the libraries in Rust are measured in one process, in turn (`cargo bench --bench import -- rates`),
pyoxigraph beside it. What must hold: half the rate at which sonic-rs parses alone, on the same threads; 1.2 of the
time in which oxigraph inserts the same statements when they lie ready in memory; 170,000 entities a second to
N-Quads, which is fifty times what `ftm export-rdf` was measured at; 1.4 times the rate of pyoxigraph's `load`; 100 MB/s
of XML. `disk.py` has the rows of stores in RocksDB. Exit code 1 if something does not hold.
"""

import argparse
import statistics
import subprocess
import sys
from pathlib import Path

from disk import write

LOAD = """
import sys, time, pyoxigraph as o
begin = time.monotonic()
o.Store().load(path=sys.argv[1], format=o.RdfFormat.N_TRIPLES)
print(time.monotonic() - begin)
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    data = asked.folder / "1000000.nt"
    if not data.exists():
        write(data, 1_000_000)
    load = [sys.executable, "-c", LOAD, str(data)]
    theirs = statistics.median(float(subprocess.check_output(load)) for _ in range(asked.rounds))
    bench = ["cargo", "bench", "--bench", "import", "--", "rates", str(data.resolve())]
    lines = subprocess.check_output(bench, text=True).split("\n")
    lines = [line.split() for line in lines if len(line.split()) == 3]
    amount = {name: float(count) for name, count, _ in lines}
    seconds = {name: float(taken) for name, _, taken in lines}
    rate = {name: amount[name] / seconds[name] for name in amount}
    rows = [
        ("FollowTheMoney read and mapped, entities/s", rate["map"], "sonic-rs", rate["sonic-rs"], 0.5),
        ("into memory, statements/s", rate["memory"], "oxigraph's insert", rate["oxigraph-insert"], 1 / 1.2),
        ("to N-Quads, entities/s", rate["n-quads"], "50 x ftm export-rdf", 170_000, 1.0),
        ("N-Triples into memory, statements/s", rate["n-triples"], "pyoxigraph's load", 1e6 / theirs, 1.4),
        ("SDN_ADVANCED, bytes/s", rate["xml"], "100 MB/s", 100e6, 1.0),
    ]
    print(f"{'task':<44} {'ours':>12} {'peer':<20} {'theirs':>12} {'ratio':>6} {'required':>8}")
    for task, ours, peer, other, required in rows:
        mark = "" if ours >= other * required else "  !"
        print(f"{task:<44} {ours:>12,.0f} {peer:<20} {other:>12,.0f} {ours / other:>6.2f} {required:>8.2f}{mark}")
    return int(any(ours < other * required for _, ours, _, other, required in rows))


if __name__ == "__main__":
    sys.exit(main())
