"""Compares import with what others take for as much or less, side by side, and prints one table.

    imports.py FOLDER [--rounds N]

Ours and the libraries in Rust are measured in one process, in turn (`cargo bench --bench import -- rates`),
pyoxigraph beside it. What must hold: half the rate at which sonic-rs parses alone, on the same threads; 1.2 of the
time in which oxigraph inserts the same statements when they lie ready in memory; 170,000 entities a second to
N-Quads, fifty times the 3,400 at which `ftm export-rdf` was measured; 1.4 times the rate of pyoxigraph's `load`; 100 MB/s
of XML. Where `ftm` is installed (`pip install followthemoney`), `ftm export-rdf` is measured on 5,000 of the same entities in
the same run, and fifty times that is what must hold. `disk.py` has the rows of stores in RocksDB. Exit code 1 if something does not hold.
"""

import argparse
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from disk import write

LOAD = """
import sys, time, pyoxigraph as o
begin = time.monotonic()
o.Store().load(path=sys.argv[1], format=o.RdfFormat.N_TRIPLES)
print(time.monotonic() - begin)
"""


FTM_ENTITIES = 5_000


def ftm_rate(folder):
    """How many entities a second `ftm export-rdf` takes, start of the process not counted; 3,400 if it is not there."""
    program = Path(sys.executable).with_name("ftm")
    entities = Path(tempfile.gettempdir()) / "actorgraph-bench-100000.ftm.json"
    if not program.exists() or not entities.exists():
        return 3_400

    def seconds(count):
        few = folder / f"{count}.ftm.json"
        with open(entities, encoding="utf-8") as lines, open(few, "w", encoding="utf-8") as out:
            out.writelines(itertools.islice(lines, count))
        begin = time.monotonic()
        subprocess.run([program, "export-rdf", "-i", few, "-o", folder / "ftm.nt"], check=True, stderr=subprocess.DEVNULL)
        return time.monotonic() - begin

    return FTM_ENTITIES / max(seconds(FTM_ENTITIES + 1) - seconds(1), 1e-3)


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
        ("to N-Quads, entities/s", rate["n-quads"], "ftm export-rdf", ftm_rate(asked.folder), 50),
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
