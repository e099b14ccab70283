"""What review costs: diffs of folders and of large records, and the start of `claimx diff`.

    python benchmarks/review.py RECORD...

Prints, for 2 × 1,000 records made of the given ones (a tenth of the claims of each changed), the seconds of one diff;
for two records of 2,000 claims, all reworded, the same; and the time of `claimx diff` as a multiple of
`python -c "import click, yaml"`.
"""

import copy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from claimx.output import dump
from claimx.recordfile import load

REPEATS = 5


def main(paths: list[str]) -> None:
    records = [load(path)[0] for path in paths]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for side in ("old", "new"):
            (work / side).mkdir()
        for n in range(1000):
            record = copy.deepcopy(records[n % len(records)])
            (work / "old" / f"{n}.txt.yaml").write_text(dump(record))
            for k, claim in enumerate(record["claims"]):
                if k % 10 == n % 10:
                    claim["quote"]["text"] += " at last"
                    claim["certainty"] = "possible"
            (work / "new" / f"{n}.txt.yaml").write_text(dump(record))
        size = sum(p.stat().st_size for p in (work / "new").iterdir()) / 1000
        print(f"2 × 1,000 records of {size:,.0f} bytes: {_seconds('diff', work / 'old', work / 'new'):.2f} s")
        first = next(record for record in records if record["claims"])
        for side, more in (("a", ""), ("b", " in the end")):
            large = {**first, "claims": []}
            for n in range(2000):
                claim = copy.deepcopy(first["claims"][n % len(first["claims"])])
                claim["quote"]["text"] += f" number {n} of the firms at gate{n * 7}{more}"
                claim["id"] = f"claim-{side}-{n}"
                claim["quote"]["spans"] = [[n * 500, n * 500 + len(claim["quote"]["text"])]]
                large["claims"].append(claim)
            (work / f"{side}.yaml").write_text(dump(large))
        print(f"2 records of 2,000 claims, all reworded: {_seconds('diff', work / 'a.yaml', work / 'b.yaml'):.2f} s")
        small = paths[0]
        plain = min(_time([sys.executable, "-c", "import click, yaml"]) for _ in range(REPEATS))
        for command in (("diff", small, small), ("check", small)):
            ratio = min(_time([sys.executable, "-m", "claimx.cli", *command]) for _ in range(REPEATS)) / plain
            print(f"claimx {command[0]} : import click, yaml  {ratio:.2f}")


def _seconds(*arguments: object) -> float:
    return min(_time([sys.executable, "-m", "claimx.cli", *map(str, arguments)]) for _ in range(3))


def _time(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1:])
