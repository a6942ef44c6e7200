"""Fuzz all targets, or those that are named, one after another, and print a table of what was done.

    python3 fuzz/all.py [--runs N] [--seconds N] [--sanitizer none|address] [--memory MB] [TARGET…]

A target runs until it has had both as many inputs and as many seconds as asked for. It begins with
the cases of the tests, small seeds of its own (`fuzz/seeds`), and the words of both as a dictionary.
An input that breaks it ends everything; it lies in `fuzz/artifacts/TARGET`.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).parent
ROOT = FUZZ.parent
# The longest input in bytes, where no seed is longer: what makes a parser fail is most often short.
LONGEST = 4096
# The longest question that is taken for one.
QUESTION = 1 << 16
# Seconds that one input may take.
SLOWEST = 10
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


def final(text: str, name: str) -> int:
    """A figure that the fuzzer tells at its end."""
    told = re.search(rf"^stat::{name}:\s*(\d+)", text, re.M)
    return int(told[1]) if told else 0


class Run:
    """A target that is run, and what was counted."""

    def __init__(self, target: str, asked: argparse.Namespace) -> None:
        self.target, self.asked = target, asked
        self.count = self.seconds = self.peak = self.slowest = 0
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

    def program(self) -> Path:
        """Where `cargo fuzz build` puts the target."""
        return next(FUZZ.glob(f"target/*/release/{self.target}"))

    def go(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the program with options."""
        shared = Path("/dev/shm")
        place = {"TMPDIR": str(shared)} if shared.is_dir() else {}
        return subprocess.run(
            [
                self.program(),
                f"-artifact_prefix={self.artifacts}/",
                f"-timeout={SLOWEST}",
                f"-rss_limit_mb={self.asked.memory}",
                *options,
            ],
            env=os.environ | place,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            errors="replace",
            check=False,
        )

    def round(self) -> bool:
        """Run for the seconds that are missing, or else the inputs; tells whether nothing broke."""
        seconds, inputs = self.asked.seconds - self.seconds, self.asked.runs - self.count
        done = self.go(
            f"-max_total_time={seconds}" if seconds > 0 else f"-runs={inputs}",
            f"-max_len={self.longest}",
            f"-dict={self.words}",
            "-print_final_stats=1",
            "-reload=0",
            str(self.corpus),
        )
        self.count += final(done.stderr, "number_of_executed_units")
        self.peak = max(self.peak, final(done.stderr, "peak_rss_mb"))
        self.slowest = max(self.slowest, final(done.stderr, "slowest_unit_time_sec"))
        told = re.search(r"Done \d+ runs in (\d+) second", done.stderr)
        self.seconds += int(told[1]) if told else 0
        broken = re.search(r"Test unit written to (\S+)", done.stderr)
        if done.returncode == 0:
            return True
        # On a busy machine time passes in which the program is not run.
        late = broken and Path(broken[1]).name.startswith("timeout-")
        if late and self.go(broken[1]).returncode == 0:
            Path(broken[1]).unlink()
            return True
        print(done.stderr[-3000:], file=sys.stderr)
        return False

    def row(self) -> str:
        """The row of the table."""
        rate = self.count // max(self.seconds, 1)
        cells = (self.target, f"{self.count:,}", self.seconds, f"{rate:,}", self.peak, self.slowest)
        return "| " + " | ".join(map(str, cells)) + " |"


def main() -> int:
    """Build, and run one after another."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--sanitizer", default="none")
    parser.add_argument("--memory", type=int, default=256, help="megabytes a target may take")
    parser.add_argument("--built", action="store_true", help="take the programs as they are")
    parser.add_argument("targets", nargs="*")
    asked = parser.parse_args()
    cargo = ["cargo", "+nightly", "fuzz"]
    if not asked.built:
        build = [*cargo, "build", "--sanitizer", asked.sanitizer]
        subprocess.run(build, cwd=ROOT, check=True)
    listed = subprocess.run([*cargo, "list"], cwd=ROOT, check=True, capture_output=True, text=True)
    print("| target | inputs | seconds | a second | peak MB | slowest, s |", flush=True)
    print("|---|--:|--:|--:|--:|--:|", flush=True)
    for target in asked.targets or listed.stdout.split():
        run = Run(target, asked)
        while run.seconds < asked.seconds or run.count < asked.runs:
            if not run.round():
                return 1
        print(run.row(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
