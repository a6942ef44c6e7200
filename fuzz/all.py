"""Fuzz all targets, or those that are named, one after another, and print a table of what was done.

    python3 fuzz/all.py [--runs N] [--seconds N] [--sanitizer none|address] [--memory MB] [TARGET…]

A target runs until it has had both as many inputs and as many seconds as asked for. It begins with
the cases of the tests, small seeds of its own (`fuzz/seeds`), and the words of both as a dictionary;
these do not count as inputs, nor does what an earlier run left in the corpus. What was done is kept
in `fuzz/corpus/TARGET.json` while the target runs: whoever is interrupted goes on from there, and
who wants to begin anew removes it. An input that breaks a target ends everything; it lies in
`fuzz/artifacts/TARGET`, as do those that take a second (`slow`).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

FUZZ = Path(__file__).parent
ROOT = FUZZ.parent
# The longest input in bytes, where no seed is longer: what makes a parser fail is most often short.
LONGEST = 4096
# The longest question that is taken for one.
QUESTION = 1 << 16
# Seconds that one input may take.
SLOWEST = 10
# Milliseconds from which an input is looked at once more: on a busy machine time passes in which the
# program is not run.
SLOW = 1000
# Where a seed stands whose folder is not called as the target is.
CASES = {
    "gleif-lei": ["gleif", "gleif-tables"],
    "gleif-rr": ["gleif", "gleif-tables"],
    "gleif-repex": ["gleif", "gleif-tables"],
    "ofac": ["ofac-tables", "ofac-fixed"],
    "ofac-enhanced": ["ofac-enhanced", "ofac-others"],
    "ofac-xml": ["ofac-xml", "ofac-others"],
    "any": ["*"],
}


def seeds(target: str) -> list[bytes]:
    """What a target begins with."""
    name = target.removeprefix("import_").replace("_", "-")
    found = [path.read_bytes() for path in FUZZ.glob(f"seeds/{name}/*")]
    if target == "question":
        told = "".join(path.read_text() for path in ROOT.glob("tests/cases/ask/*.md"))
        asked = [line.encode() for line in re.findall(r"^ask: (.*)", told, re.M)]
        return asked + [(line + b" ") * (QUESTION // (len(line) + 1)) for line in asked[::20]]
    if target == "sparql":
        return [path.read_bytes() for path in ROOT.glob("queries/**/*.rq")]
    if target == "tables":
        tables = [table(path) for path in sorted(ROOT.glob("data/*.csv"))]
        return [*tables, *map(b"\0".join, zip(tables, tables[1:]))]
    for case in CASES.get(name, [name]):
        found += [path.read_bytes() for path in ROOT.glob(f"tests/cases/import/{case}/in/*")]
    if name == "any":
        found += [path.read_bytes() for path in FUZZ.glob("seeds/ftm*/*")]
    return found


def table(path: Path) -> bytes:
    """The first rows of one of our tables, below its name."""
    rows = path.read_bytes().splitlines(keepends=True)[:4]
    return path.stem.encode() + b"\n" + b"".join(rows)


def words(found: list[bytes]) -> str:
    """A dictionary: names of elements, keys, columns, words of a language."""
    every = {word for seed in found for word in re.findall(rb"[A-Za-z@][\w:.-]{1,30}", seed)}
    return "".join(f'"{word.decode()}"\n' for word in sorted(every)[:2000])


class Run:
    """A target that is run, and what was counted."""

    def __init__(self, target: str, asked: argparse.Namespace) -> None:
        self.target, self.asked = target, asked
        self.artifacts = FUZZ / "artifacts" / target
        self.corpus = FUZZ / "corpus" / target
        for folder in (self.artifacts, self.corpus):
            folder.mkdir(parents=True, exist_ok=True)
        found = seeds(target)
        for number, seed in enumerate(found):
            (self.corpus / f"seed-{number}").write_bytes(seed)
        self.words = FUZZ / "corpus" / f"{target}.dict"
        self.words.write_text(words(found))
        self.longest = max([LONGEST, *map(len, found)])
        self.kept = FUZZ / "corpus" / f"{target}.json"
        self.done = {"inputs": 0, "seconds": 0.0, "peak": 0}
        if self.kept.exists():
            self.done |= json.loads(self.kept.read_text())

    def is_done(self) -> bool:
        """Whether it has had all that was asked for."""
        return self.missing("seconds") <= 0 and self.missing("inputs") <= 0

    def missing(self, what: str) -> int:
        """How much it has not had yet, of inputs or of seconds."""
        return int(getattr(self.asked, what) - self.done[what])

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start the program with options."""
        shared = Path("/dev/shm")
        place = {"TMPDIR": str(shared)} if shared.is_dir() else {}
        return subprocess.Popen(
            [
                next(FUZZ.glob(f"target/*/release/{self.target}")),
                f"-artifact_prefix={self.artifacts}/",
                f"-timeout={SLOWEST}",
                f"-report_slow_units={SLOW // 1000}",
                f"-rss_limit_mb={self.asked.memory}",
                *options,
            ],
            env=os.environ | place,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            errors="replace",
        )

    def round(self) -> bool:
        """Run for the inputs that are missing, or else the seconds; tells whether nothing broke."""
        inputs, begun = self.missing("inputs"), len(list(self.corpus.iterdir()))
        program = self.start(
            f"-runs={inputs + begun + 1}"
            if inputs > 0
            else f"-max_total_time={self.missing('seconds')}",
            f"-max_len={self.longest}",
            f"-dict={self.words}",
            "-print_final_stats=1",
            "-reload=0",
            str(self.corpus),
        )
        told = self.listen(program.stderr)
        code = program.wait()
        was_late = self.was_late()
        if code == 0 or was_late:
            return True
        print(told, file=sys.stderr)
        return False

    def was_late(self) -> bool:
        """Run what took long once more; tells whether something ran too long, and does not any more."""
        found = False
        for path in [*self.artifacts.glob("slow-unit-*"), *self.artifacts.glob("timeout-*")]:
            program = self.start(str(path))
            told = re.search(r"Executed \S+ in (\d+) ms", program.communicate()[1])
            took = int(told[1]) if told and program.returncode == 0 else SLOW * SLOWEST
            if took < SLOW:
                found |= path.name.startswith("timeout-")
                path.unlink()
        return found

    def listen(self, lines: Iterable[str]) -> str:
        """Count what the program tells while it runs; returns the last lines."""
        before, began, begun = dict(self.done), time.monotonic(), None
        last: deque[str] = deque(maxlen=40)

        for line in lines:
            last.append(line)
            told = re.match(r"#(\d+)\s+(\w+).*rss: (\d+)Mb", line)
            if told:
                self.done["peak"] = max(self.done["peak"], int(told[3]))
                # What was read to begin with is no new input.
                begun = int(told[1]) if told[2] == "INITED" else begun
            if told and begun is not None:
                self.done["inputs"] = before["inputs"] + int(told[1]) - begun
            self.done["seconds"] = before["seconds"] + time.monotonic() - began
            self.kept.write_text(json.dumps(self.done))
        return "".join(last)

    def row(self) -> str:
        """The row of the table."""
        inputs, seconds = self.done["inputs"], int(self.done["seconds"])
        rate = inputs // max(seconds, 1)
        slow = len(list(self.artifacts.glob("slow-unit-*")))
        cells = (f"{inputs:,}", seconds, f"{rate:,}", self.done["peak"], slow)
        return "| " + " | ".join(map(str, (self.target, *cells))) + " |"


def main() -> int:
    """Build, and run one after another."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100_000, dest="inputs")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--sanitizer", default="none")
    parser.add_argument("--memory", type=int, default=256, help="megabytes a target may take")
    parser.add_argument("--built", action="store_true", help="take the programs as they are")
    parser.add_argument("targets", nargs="*")
    asked = parser.parse_args()
    cargo = ["cargo", "+nightly", "fuzz"]
    if not asked.built:
        # Inputs go by the words of the dictionary; to watch each comparison halves their number.
        build = [*cargo, "build", "--no-trace-compares", "--sanitizer", asked.sanitizer]
        subprocess.run(build, cwd=ROOT, check=True)
    listed = subprocess.run([*cargo, "list"], cwd=ROOT, check=True, capture_output=True, text=True)
    print("| target | inputs | seconds | a second | peak MB | slow |", flush=True)
    print("|---|--:|--:|--:|--:|--:|", flush=True)
    for target in asked.targets or listed.stdout.split():
        run = Run(target, asked)
        while not run.is_done():
            if not run.round():
                return 1
        print(run.row(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
