"""Runs `claimx batch` over many articles and watches the memory of its processes: it must stay flat.

python benchmarks/soak.py [--articles 20000] [--words 100] [--engine ray] TEXT_FOLDER

Each article is the beginning of one of the folder's with its number put in, so that no two are the same. Linux only:
memory is read from /proc. Printed is the resident memory of the largest process when 2,000 articles were done, and at
the end.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARD = 200  # articles


def children(pid: int) -> list[int]:
    own: list[str] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):  # any thread may have started a process
        with contextlib.suppress(OSError):
            own += listing.read_text().split()
    return [int(child) for child in own] + [grand for child in own for grand in children(int(child))]


def resident(pid: int) -> float:
    """Megabytes."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="TEXT_FOLDER")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=100)
    parser.add_argument("--engine", choices=["local", "ray"], default="local")
    options = parser.parse_args()
    texts = [
        p.read_text(encoding="utf-8", errors="replace").split(" ") for p in sorted(Path(options.folder).glob("*.txt"))
    ]
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place, "corpus.jsonl")
        with corpus.open("w", encoding="utf-8") as f:
            for number in range(options.articles):
                words = texts[number % len(texts)][: options.words]
                f.write(json.dumps({"text": " ".join([*words, f"\n\nIt was day {number}, officials said.\n"])}) + "\n")
        out = Path(place, "out")
        command = [sys.executable, "-m", "claimx.cli", "batch", str(corpus), "-o", str(out), "-q"]
        if options.engine == "ray":
            command += ["--engine", "ray", "--format", "jsonl", "--shard-size", str(SHARD)]
        begin = time.perf_counter()
        job = subprocess.Popen(command)
        records, each = (out, SHARD) if options.engine == "ray" else (out / corpus.name, 1)
        early = last = 0.0
        samples: list[tuple[int, float]] = []
        while job.poll() is None:
            time.sleep(2)
            done = each * sum(1 for _ in records.glob("*.*")) if records.is_dir() else 0
            last = max((resident(pid) for pid in [job.pid, *children(job.pid)]), default=0.0) or last
            samples.append((done, round(last)))
            if not early and done >= min(2_000, options.articles // 4):
                early = last
        seconds = time.perf_counter() - begin
    late = max(memory for _, memory in samples[-max(1, len(samples) // 10) :])
    print(
        json.dumps(
            {
                "articles": options.articles,
                "seconds": round(seconds),
                "megabytes of the largest process after 2,000": round(early),
                "at the end": late,
                "ratio": round(late / max(early, 1), 3),
                "exit status": job.returncode,
            }
        )
    )


if __name__ == "__main__":
    main()
