"""Kills `claimx batch` at random moments and compares the end with a run that nobody disturbed.

python benchmarks/faults.py [--kills 50] [--seed 1] [TEXT_FOLDER]
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "examples"), metavar="TEXT_FOLDER")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        whole, torn = Path(place, "whole"), Path(place, "torn")
        command = [sys.executable, "-m", "claimx.cli", "batch", options.folder, "-q", "-o"]
        begin = time.perf_counter()
        subprocess.run([*command, str(whole)], check=True)
        seconds = time.perf_counter() - begin
        kills = progress = 0
        while kills < options.kills:
            job = subprocess.Popen([*command, str(torn)])
            try:
                job.wait(moments.uniform(0.1, seconds))
                # It got through: the work begins anew, so that every kill falls into a job.
                for path in list(torn.rglob("*.yaml"))[:: moments.choice((1, 2, 3))]:
                    path.unlink()
                progress += 1
            except subprocess.TimeoutExpired:
                job.send_signal(signal.SIGKILL)
                job.wait()
                kills += 1
            half = [
                p
                for p, data in tree(torn).items()
                if p.endswith(".yaml") and "/." not in f"/{p}" and data != tree(whole)[p]
            ]
            assert not half, half
        subprocess.run([*command, str(torn)], check=True)
        same = tree(torn) == tree(whole)
    print(json.dumps({"kills": kills, "runs that got through between": progress, "same bytes": same}))
    sys.exit(not same)


if __name__ == "__main__":
    main()
