"""Against what a user would pick instead: textacy's direct quotations over the same tags, trees and entities.

pip install textacy; python benchmarks/others.py TEXT_FOLDER

Printed are articles a second and quotations found, side by side, in one process with one thread.
"""

import json
import os
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

OURS = ("claimx_attribution", "claimx_mentions", "claimx_coreference", "claimx_hedges")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    from textacy.extract.triples import direct_quotations

    import claimx
    from claimx.reading import read

    articles = [read(path) for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    nlp = claimx.load(threads=1)
    figures: dict[str, list[float]] = {"claimx": [], "textacy": []}
    found = {"claimx": 0, "claimx, direct and mixed": 0, "textacy": 0}
    failed = 0
    for number in range(3):
        begin = time.perf_counter()
        made = [claimx.extract(article, nlp).claims for article in articles]
        middle = time.perf_counter()
        quoted = []
        with nlp.select_pipes(disable=OURS):
            for article in articles:
                doc = nlp(article.prose)
                try:
                    quoted.append(len(list(direct_quotations(doc))))
                except Exception:
                    failed += not number
        end = time.perf_counter()
        if number:
            figures["claimx"].append(len(articles) / (middle - begin))
            figures["textacy"].append(len(articles) / (end - middle))
        found = {
            "claimx": sum(map(len, made)),
            "claimx, direct and mixed": sum(c.kind != "indirect" for claims in made for c in claims),
            "textacy": sum(quoted),
        }
    speed = {name: round(max(values), 1) for name, values in figures.items()}
    out = {
        "articles": len(articles),
        "articles a second": speed,
        "found": found,
        "articles at which textacy failed": failed,
    }
    out["claimx / textacy, speed"] = round(speed["claimx"] / speed["textacy"], 2)
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
