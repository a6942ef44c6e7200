"""Compares actorgraph with other graph libraries, side by side, and prints one table.

    compare.py FOLDER [--graphs NAME...] [--tasks NAME...] [--libraries NAME...]
               [--rounds N] [--peers-only]

For each graph one process of ours stays up (`main.rs`), and one of each library after the other
(`peers.py`). They are asked in turn, theirs, ours, theirs, ours, so that a machine that slows down
slows both; the table has the median of the rounds. ROWS, below, says what is asked and what must
come out.

How to read the table: `ours` and `peer` are milliseconds unless the statistic says else, `ratio` is
ours over theirs, `required` is what must hold, `agree` tells whether both found the same (or ours
what the plain search of `graphs.rs` found). `>` before a figure: the peer was stopped there. `no answer`: ours has no such
task, or took more than PATIENCE. Exit
code: 0 if all that is required holds, 1 if not. Every line that was told goes to FOLDER/lines.jsonl.
"""

import argparse
import json
import math
import select
import statistics
import subprocess
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
GRAPHS = ["rmat-100k", "hubs-100k", "rmat-1m", "hubs-1m"]
PATIENCE = 180.0
READING = 900.0


@dataclass
class Row:
    """One line of the table for each graph: what is asked, of whom, and what must hold."""

    task: str
    peer: str | None = None
    # Ours may take at most this part of the peer's time; None only shows both.
    ratio: float | None = None
    # Ours may be at most this, by size of graph ("*" for any).
    most: dict | None = None
    # Which figure of the line counts, one of "extra" too.
    statistic: str = "median_ms"
    # How many inputs at most.
    inputs: int = 1_000
    # The column that has the answers, if the peer's lines do not.
    answers: str | None = None
    # Another task of ours to compare with, in place of a peer.
    against: str | None = None


def milliseconds(small, large):
    return {"100k": small, "1m": large}


ROWS = [
    Row("build", "scipy", 1.0),
    Row("build", "rustworkx"),
    Row("build", "igraph"),
    Row("build", "networkit"),
    Row("view"),
    Row("memory", statistic="view_mb", most={"1m": 200}),
    Row("bfs", "scipy", 0.8),
    Row("bfs", "networkit"),
    Row("bfs", "igraph"),
    Row("shortest-path", "networkit", 1 / 4, answers="pair-hops"),
    Row("shortest-path", "igraph", answers="pair-hops"),
    Row("shortest-route", answers="pair-hops"),
    Row("simple-paths-10", "networkx", 1 / 10, inputs=50),
    Row("any-shortest-ab", "pyoxigraph", 1 / 200, statistic="mean_ms"),
    Row("any-shortest-ab", most=milliseconds(0.5, 4), statistic="mean_ms", answers="ab-hops"),
    Row("count-ab", most=milliseconds(4, 80), answers="ab-ways"),
    Row("diamonds-60", most={"*": 1}),
    Row("diamonds-60", most={"*": 0}, statistic="wrong"),
    Row("diamonds-1000", most={"*": 1}),
    Row("diamonds-1000", most={"*": 0}, statistic="wrong"),
    Row("any-trail-ab", most={"*": 1}),
    Row("any-trail-ab", most={"*": 2_000}, statistic="max_ms"),
    Row("any-trail-ab", most={"*": 0}, statistic="undecided"),
    Row("any-simple-ab", most={"*": 1}),
    Row("any-simple-ab", most={"*": 2_000}, statistic="max_ms"),
    Row("any-simple-ab", most={"*": 0}, statistic="undecided"),
    Row("any-acyclic-ab", most={"*": 1}),
    Row("any-acyclic-ab", most={"*": 2_000}, statistic="max_ms"),
    Row("any-acyclic-ab", most={"*": 0}, statistic="undecided"),
    Row("shortest-10-ab", most=milliseconds(6.4, 120), answers="ab-hops"),
    Row("shortest-10-ab", most={"*": 0}, statistic="wrong"),
    Row("ends-a", "pyoxigraph"),
    Row("ends-a", most=milliseconds(0.7, 20)),
    Row("ends-ab", "pyoxigraph"),
    Row("ends-ab", most=milliseconds(0.7, 20)),
    Row("ends-a-back", "pyoxigraph"),
    Row("ends-a-back", most=milliseconds(0.7, 20)),
    Row("ends-ab-back", "pyoxigraph"),
    Row("ends-ab-back", most=milliseconds(0.7, 20)),
    Row("paths-a", against="ends-a", ratio=5),
    Row("paths-ab", against="ends-ab", ratio=5),
    Row("paths-a-back", against="ends-a-back", ratio=5),
    Row("paths-ab-back", against="ends-ab-back", ratio=5),
    Row("pagerank", "scipy", 0.7),
    Row("pagerank", "networkit"),
    Row("pagerank", "igraph"),
    Row("weak-components", "rustworkx", 1.0),
    Row("weak-components", "scipy"),
    Row("weak-components", "networkit"),
    Row("weak-components", "igraph"),
    Row("strong-components", "scipy", 0.7),
    Row("strong-components", "rustworkx"),
    Row("strong-components", "networkit"),
    Row("strong-components", "igraph"),
    Row("betweenness", "igraph", 0.5, inputs=5),
]

# The whole program, once: it has a graph of its own.
WHOLE = [
    Row("whole-path", most={"*": 50}),
    Row("whole-path", most={"*": 0}, statistic="failed"),
]


class Side:
    """A process that answers lines."""

    def __init__(self, command):
        self.command = command
        self.start()

    def start(self):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe, bufsize=0)
        self.buffer = b""
        self.hello = self.read(READING) or {"ready": False, "why": "it did not start"}

    def ask(self, task, inputs):
        """Returns the line told, or None if it did not come in time; the process begins anew then."""
        self.process.stdin.write(f"{task} {inputs}\n".encode())
        line = self.read(PATIENCE)
        if line is None:
            broken = self.process.poll() is not None
            self.stop()
            self.start()
            if broken:
                print(f"{task} broke off: {self.command}", file=sys.stderr)
                return {"task": task, "missing": True}
        return line

    def read(self, patience):
        while b"\n" not in self.buffer:
            ready, _, _ = select.select([self.process.stdout], [], [], patience)
            piece = self.process.stdout.read(1 << 16) if ready else b""
            if not piece:
                return None
            self.buffer += piece
        line, _, self.buffer = self.buffer.partition(b"\n")
        return json.loads(line)

    def stop(self):
        self.process.kill()
        self.process.wait()


def ours(*words):
    return ["cargo", "bench", "--quiet", "--bench", "peers", "--", *map(str, words)]


class Comparison:
    def __init__(self, arguments):
        self.arguments = arguments
        self.folder = arguments.folder
        self.lines = open(self.folder / "lines.jsonl", "a")
        self.failed = 0
        print("| task | graph | statistic | ours | peer | by | ratio | required | holds | agree |")
        print("|---|---|---|---|---|---|---|---|---|---|", flush=True)

    def graph(self, graph):
        rows = [row for row in ROWS if self.wanted(row)]
        mine = None
        if not self.arguments.peers_only:
            mine = Side(ours("serve", self.folder, graph))
        peers = dict.fromkeys(row.peer for row in rows if row.peer)
        chosen = self.arguments.libraries or peers
        for library in [None, *(peer for peer in peers if peer in chosen)]:
            theirs = None
            if library:
                script = [sys.executable, HERE / "peers.py", self.folder / graph, library]
                theirs = Side(script)
                if not theirs.hello["ready"]:
                    print(f"{library} is left out: {theirs.hello['why']}", file=sys.stderr)
                    continue
            for row in rows:
                if row.peer == library:
                    self.row(row, graph, mine, theirs)
            if theirs:
                theirs.stop()
        if mine:
            mine.stop()

    def wanted(self, row):
        return not self.arguments.tasks or row.task in self.arguments.tasks

    def row(self, row, graph, mine, theirs):
        inputs, other, asked = row.inputs, theirs, row.task
        if row.against:
            other, asked = mine, row.against
        ours, peers, cut = [], [], False
        for _ in range(self.arguments.rounds):
            if other:
                line = other.ask(asked, inputs)
                if line is None:
                    cut = True
                    break
                if line.get("missing"):
                    break
                # What the peer did not get through is not asked of us.
                inputs = min(inputs, line["n"])
                peers.append(self.told(line, graph, row.peer or "ours"))
            if mine:
                ours.append(self.told(mine.ask(row.task, inputs), graph, "ours"))
                if ours[-1] is None or ours[-1].get("missing"):
                    ours = []
                    break
        if cut and mine:
            ours.append(self.told(mine.ask(row.task, inputs), graph, "ours"))
        if ours or peers or cut:
            self.show(row, graph, [line for line in ours if line], peers, cut)
        elif mine:
            self.write(row.task, graph, row.statistic, "no answer", holds=False)

    def told(self, line, graph, by):
        if line:
            self.lines.write(json.dumps({"graph": graph, "by": by, **line}) + "\n")
            self.lines.flush()
        return line

    def show(self, row, graph, ours, peers, cut):
        def figure(lines):
            values = [{**line, **(line.get("extra") or {})}.get(row.statistic) for line in lines]
            values = [value for value in values if value is not None]
            return statistics.median(values) if values else None

        mine, peer = figure(ours), figure(peers)
        required, holds = [], []
        if row.ratio:
            required.append(f"at most {row.ratio:.3g} of {row.against or row.peer}")
        limit = (row.most or {}).get("*") if row.most else None
        if row.most and limit is None:
            limit = row.most.get(graph.rpartition("-")[2])
        if limit is not None:
            required.append(f"at most {limit:g}")
        ratio = None
        bound = PATIENCE * 1e3 if cut else peer
        if mine is not None and bound:
            ratio = mine / bound
            if row.ratio:
                holds.append(ratio <= row.ratio)
        if limit is not None:
            holds.append(mine is not None and mine <= limit)
        if row.ratio and ratio is None:
            holds.append(False)
        if self.arguments.peers_only:
            holds = []
        self.write(
            row.task,
            graph,
            row.statistic,
            number(mine),
            (">" if cut else "") + number(bound),
            f"ours: {row.against}" if row.against else row.peer or "",
            number(ratio),
            ", ".join(required),
            all(holds) if holds else None,
            self.agree(row, graph, ours, peers),
        )

    def agree(self, row, graph, ours, peers):
        """Whether all found the same, as far as each got; None if there is nothing to compare."""
        found = [lines[-1]["check"] for lines in (ours, [] if row.against else peers) if lines]
        if row.task == "any-shortest-ab" and row.peer:
            # The peer tells only that there is a walk.
            found = [[float(hops > 0) for hops in check] for check in found]
        if row.answers:
            path = self.folder / graph / f"{row.answers}.u32"
            found.append(array("I", path.read_bytes()))
        if len(found) < 2:
            return None
        return all(alike(each[0], other) for each in zip(*found) for other in each[1:])

    def write(self, task, graph, statistic, mine, peer="", by="", ratio="", required="", holds=None, agree=None):
        say = {True: "yes", False: "**no**", None: ""}
        self.failed += (holds is False) + (agree is False)
        cells = [task, graph, statistic, mine, peer, by, ratio, required, say[holds], say[agree]]
        print("| " + " | ".join(cells) + " |", flush=True)

    def whole(self):
        ran = subprocess.run(ours("whole", self.folder), stdout=subprocess.PIPE)
        line = json.loads(ran.stdout) if ran.returncode == 0 else None
        if line:
            self.told(line, "hubs-1m", "ours")
        for row in WHOLE:
            if line:
                self.show(row, "hubs-1m", [line], [], False)
            else:
                self.write(row.task, "hubs-1m", row.statistic, "no answer", holds=False)


def alike(one, other):
    if float(one).is_integer() and float(other).is_integer():
        return one == other
    return math.isclose(one, other, rel_tol=1e-3)


def number(value):
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 1_000 else f"{value:.3g}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--graphs", nargs="+", default=GRAPHS, choices=GRAPHS)
    parser.add_argument("--tasks", nargs="+")
    parser.add_argument("--libraries", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers-only", action="store_true")
    arguments = parser.parse_args()
    if subprocess.run(ours("prepare", arguments.folder)).returncode:
        return 1
    comparison = Comparison(arguments)
    for graph in arguments.graphs:
        comparison.graph(graph)
    if not arguments.peers_only and comparison.wanted(WHOLE[0]):
        comparison.whole()
    return 1 if comparison.failed else 0


if __name__ == "__main__":
    sys.exit(main())
