"""Speed as ratios, all measured in one run: python benchmarks/run.py [--runs N] [TEXT_FOLDER]

TEXT_FOLDER holds the articles of the throughput figure (*.txt); without it the examples are
read ten times over. Whole-process figures are medians of wall-clock time over N runs,
the two sides of a ratio in turn.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from soak import children, resident

ROOT = Path(__file__).resolve().parent.parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
CLAIMX = [sys.executable, "-m", "claimx.cli"]


def wall(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def ratio(command: list[str], base: list[str], runs: int) -> dict[str, float]:
    wall(command), wall(base)  # warm the disk's cache
    pairs = [(wall(command), wall(base)) for _ in range(runs)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {"seconds": round(ours, 3), "base seconds": round(theirs, 3), "ratio": round(ours / theirs, 2)}


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def five_hundred_words() -> str:
    words = " ".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples").glob("*.txt"))).split(" ")
    return " ".join(words[:500])


def throughput(folder: str | None) -> dict[str, float]:
    """In this process, one thread: extraction against the encoder alone over the same windows."""
    import claimx
    from claimx.encoder import window_starts
    from claimx.reading import read

    paths = sorted(Path(folder).glob("*.txt")) if folder else sorted((ROOT / "examples").glob("*.txt")) * 10
    articles = [read(path) for path in paths]
    nlp = claimx.load(threads=1)
    encoder = nlp.get_pipe("claimx_encoder")
    windows = []
    words = 0
    for article in articles:
        doc = nlp.make_doc(article.prose)
        pieces = encoder._wordpieces(doc)
        words += len(article.text.split())
        size = encoder.size - 2
        starts = window_starts(len(pieces), size, encoder.overlap)
        windows.append([encoder.inputs(pieces, s, min(s + size, len(pieces))) for s in starts])
    figures = {"extract": [], "encoder": []}
    for number in range(4):
        begin = time.perf_counter()
        for article in articles:
            claimx.extract(article, nlp)
        middle = time.perf_counter()
        for group in windows:
            encoder._run(group)
        end = time.perf_counter()
        if number:  # the first round warms up
            figures["extract"].append(middle - begin)
            figures["encoder"].append(end - middle)
    extract, alone = (statistics.median(figures[k]) for k in ("extract", "encoder"))
    return {
        "articles": len(articles),
        "words": words,
        "words a second": round(words / extract),
        "encoder alone, words a second": round(words / alone),
        "ratio": round(extract / alone, 2),
    }


def shares(folder: str | None) -> dict[str, float]:
    """In this process, one thread: which parts of extraction go to speakers (coreference included) and to hedges."""
    import claimx
    from claimx import commitment, extraction, speakers
    from claimx.reading import read

    spent = {"speakers": 0.0, "hedges": 0.0}

    def timed(part, function):
        def run(*arguments, **options):
            begin = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                spent[part] += time.perf_counter() - begin

        return run

    paths = sorted(Path(folder).glob("*.txt"))[:20] if folder else sorted((ROOT / "examples").glob("*.txt")) * 5
    articles = [read(path) for path in paths]
    nlp = claimx.load(threads=1)
    for part, name in (
        ("speakers", "claimx_mentions"),
        ("speakers", "claimx_coreference"),
        ("speakers", "claimx_bodies"),
        ("speakers", "claimx_roles"),
        ("hedges", "claimx_hedges"),
    ):
        pipe = type(nlp.get_pipe(name))
        pipe.__call__ = timed(part, pipe.__call__)
    speakers.Speakers.__init__ = timed("speakers", speakers.Speakers.__init__)
    speakers.Speakers.identify = timed("speakers", speakers.Speakers.identify)
    extraction.commit = timed("hedges", commitment.commit)
    rounds: dict[str, list[float]] = {part: [] for part in spent}
    for number in range(4):
        spent.update(dict.fromkeys(spent, 0.0))
        begin = time.perf_counter()
        for article in articles:
            claimx.extract(article, nlp)
        whole = time.perf_counter() - begin
        if number:  # the first round warms up
            for part, seconds in spent.items():
                rounds[part].append(seconds / whole)
    return {"articles": len(articles), **{part: round(statistics.median(r), 3) for part, r in rounds.items()}}


def watched(command: list[str], out: Path) -> tuple[float, float]:
    """Seconds until a batch has written its first record, and the memory of its largest process, in megabytes."""
    begin, first, memory = time.perf_counter(), 0.0, 0.0
    job = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while job.poll() is None:
        if not first and out.is_dir() and next(out.rglob("*.yaml"), None) is not None:
            first = time.perf_counter() - begin
        memory = max([memory, *(resident(pid) for pid in [job.pid, *children(job.pid)])])
        time.sleep(0.02)
    return first, memory


def batches(folder: str | None) -> dict[str, float]:
    """`claimx batch` on all cores against one process, and a second run over 10,000 articles that did not change."""
    paths = sorted(Path(folder).glob("*.txt")) if folder else sorted((ROOT / "examples").glob("*.txt"))
    texts = [p.read_bytes() for p in paths]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place, "inbox")
        inbox.mkdir()
        for times in range(10):
            for number, text in enumerate(texts):
                (inbox / f"{times}-{number}.txt").write_bytes(text)
        words = 10 * sum(len(text.split()) for text in texts)
        command = [*CLAIMX, "batch", str(inbox), "-q", "-o"]
        begin = wall(python("import spacy"))
        first, memory = watched([*command, str(Path(place, "watched"))], Path(place, "watched"))
        one = wall([*command, str(Path(place, "one")), "--jobs", "1"])
        every = wall([*command, str(Path(place, "all")), "--jobs", str(cores)])
        many = Path(place, "many")
        many.mkdir()
        for number in range(10_000):
            (many / f"{number}.txt").write_text(f"It rained on day {number}.\n", encoding="utf-8")
        again = [*CLAIMX, "batch", str(many), "-q", "-o", str(Path(place, "records"))]
        subprocess.run(again, check=True, stdout=subprocess.DEVNULL)
        unchanged = min(wall(again) for _ in range(3))
    return {
        "articles": 10 * len(texts),
        "cores": cores,
        "words a second, one process": round(words / one),
        "words a second, a process a core": round(words / every),
        "ratio to cores times one": round(one / every / cores, 2),
        "first record / import spacy": round(first / begin, 2),
        "megabytes of the largest process": round(memory),
        "seconds for 10,000 unchanged": round(unchanged, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", metavar="TEXT_FOLDER")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", choices=["throughput", "shares", "batches"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        figure = {"throughput": throughput, "shares": shares, "batches": batches}[options.only]
        print(json.dumps(figure(options.folder)))
        return
    out: dict[str, dict] = {}
    for name in ("--help", "--version", "schema"):
        out[f"claimx {name} / import click"] = ratio([*CLAIMX, name], python("import click"), options.runs)
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text(five_hundred_words(), encoding="utf-8")
        out["claimx extract, 500 words / spacy.blank('en')"] = ratio(
            [*CLAIMX, "extract", str(article)], python("import spacy; spacy.blank('en')"), options.runs
        )
    # A process of its own, so that every library is told of the one thread before it starts.
    for only, title in (
        ("throughput", "extraction / encoder alone, one thread"),
        ("shares", "part of extraction, one thread"),
        ("batches", "claimx batch"),
    ):
        command = [sys.executable, __file__, "--only", only, *([options.folder] if options.folder else [])]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **ONE_THREAD})
        out[title] = json.loads(done.stdout)
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
