"""What whole attributions would give, scored jointly: python -m models.train.triples DATA

What ships takes the best sequence of labels and links its spans. Here a hundred sequences are drawn from the chain
(forward filtering, backward sampling), each is linked, and of every cue the source and the contents are taken that most
of them have: what minimum Bayes risk asks for (Goel and Byrne 2000, https://doi.org/10.1006/csla.2000.0138), of triples
instead of spans.
Printed are source, cue and content, contents at Jaccard 0.5, exact, and with the right source, in F1 on PolNeAR dev by
the scorer beside DATA, before the rules of records: of the best sequence, of the votes, and of the best choice among
the twelve likeliest contents of each cue.
"""

import importlib.util
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import claimx
from claimx.bio import best_path
from claimx.encoder import encoding
from models.train import corpora

SAMPLES = 100
# How many votes the best sequence has, what share of all a cue needs, among how many contents the best is looked for.
WEIGHT, ENOUGH, CHOICES = 5, 0.4, 12


def draw(scores: np.ndarray, transitions: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(SAMPLES, tokens) label sequences by how likely the chain holds them."""
    n, k = scores.shape
    forward = np.empty((n, k))
    forward[0] = scores[0]
    for i in range(1, n):
        forward[i] = np.logaddexp.reduce(forward[i - 1][:, None] + transitions, 0) + scores[i]
    paths = np.empty((SAMPLES, n), dtype="int64")
    last = np.exp(forward[-1] - np.logaddexp.reduce(forward[-1]))
    paths[:, -1] = rng.choice(k, size=SAMPLES, p=last / last.sum())
    for i in range(n - 2, -1, -1):
        joint = forward[i][:, None] + transitions
        share = np.exp(joint - joint.max(0)).cumsum(0)
        share /= share[-1]
        paths[:, i] = (rng.random(SAMPLES) > share[:, paths[:, i + 1]]).sum(0)
    return paths


def triples(nlp, text: str, rng: np.random.Generator) -> tuple[list[list], list[tuple[int, int]]]:
    """Of an article the attributions of the best sequence and of every drawn one, and where its tokens stand."""
    attributor = nlp.get_pipe("claimx_attribution")
    doc = nlp.make_doc(text)
    for _, pipe in nlp.pipeline[: nlp.pipe_names.index("claimx_attribution")]:
        doc = pipe(doc)
    found, tokens = encoding(doc), np.flatnonzero(doc.to_array("IS_SPACE") == 0)
    scores = attributor.linear("spans", found.vectors[tokens]).astype("float64")
    labels, transitions = attributor.labels["spans"], attributor.weights["transitions"].astype("float64")
    forbidden = [[b.startswith("I-") and a[2:] != b[2:] for b in labels] for a in labels]
    drawn = draw(scores, np.where(forbidden, -1e4, transitions), rng)
    out = []
    for path in [best_path(scores, labels, transitions), *drawn]:
        attributor._cut(path, found.breaks[tokens])
        told = np.zeros(len(path), dtype=bool)  # nothing from the tree
        linked = attributor._assemble(found, tokens, {}, *attributor._spans(tokens, scores, path, told))
        out.append([[tuple(s[:2] for s in part) for part in (a, [b], c)] for a, b, c, _ in linked if a and c])
    return out, [(t.idx, t.idx + len(t)) for t in doc]


def vote(drawn: list[list]) -> list[tuple]:
    """(source, cue, the likeliest contents) of every cue that enough of the sequences have."""
    votes: Counter = Counter()
    for number, attributions in enumerate(drawn):
        for source, cue, contents in attributions:
            votes[source, cue, contents] += 1 if number else WEIGHT
    cues: Counter = Counter()
    for (_, cue, _), count in votes.items():
        cues[cue] += count
    taken: list[tuple[int, int]] = []
    out = []
    for cue, _ in cues.most_common():
        begin, end = cue[0]
        if any(begin < b and a < end for a, b in taken):
            continue
        taken.append(cue[0])
        counts: dict[str, Counter] = defaultdict(Counter)
        for (source, ((a, b),), contents), count in votes.items():
            if a < end and begin < b:
                counts["source"][source] += count
                counts["contents"][contents] += count
        if counts["source"].total() >= ENOUGH * (len(drawn) - 1 + WEIGHT):
            likely = [contents for contents, _ in counts["contents"].most_common(CHOICES)]
            out.append((counts["source"].most_common(1)[0][0], cue, likely))
    return out


def main(data: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", data.parent / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    nlp, rng = claimx.load(), np.random.default_rng(1)
    counts = {name: Counter() for name in ("best sequence", "votes", "best of the likeliest contents")}
    for line in corpora.lines(data / "attribution/polnear-dev.jsonl.gz"):
        article = json.loads(line)
        text, gold = article["text"], article["annotations"][0]["attributions"]
        drawn, places = triples(nlp, text, rng)

        def spans(part, places=places):
            return [(places[a][0], places[b - 1][1]) for a, b in part]

        def record(source, cue, contents, spans=spans):
            return {"source": spans(source), "cue": spans(cue), "content": spans(contents)}

        cues = [({i for s in a["cue"] for i in range(*s)}, score.chars(text, a["content"])) for a in gold]

        def agreement(contents, cue, text=text, spans=spans, cues=cues):
            mine, (at,) = score.chars(text, spans(contents)), spans(cue)
            theirs = [content for place, content in cues if place & set(range(*at))]
            return max((len(mine & t) / len(mine | t) for t in theirs if mine | t), default=0)

        voted = vote(drawn)
        for name, made in (
            ("best sequence", [record(*a) for a in drawn[0]]),
            ("votes", [record(s, c, likely[0]) for s, c, likely in voted]),
            (
                "best of the likeliest contents",
                [record(s, c, max(likely, key=lambda x, c=c: agreement(x, c))) for s, c, likely in voted],
            ),
        ):
            score.count_attributions(counts[name], text, gold, made)
    for name, c in counts.items():
        alone = [score.prf(c[role, "tp"], c[role, "gold"], c[role, "pred"]) for role in ("source", "cue", "content")]
        whole = [score.prf(c[what], c["gold"], c["pred"]) for what in ("half", "exact", "sourced")]
        print(f"{name}: " + " ".join(f"{f1}" for _, _, f1 in [*alone, *whole]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
