"""Against what a user would pick instead: textacy's direct quotations, over the same tags, trees and entities as ours,
and over a small spaCy pipeline of convolutions.

pip install textacy; python benchmarks/others.py TEXT_FOLDER

The small pipeline has the layers of ours (tags, trees, lemmas, entities) and the shape of spaCy's small English one: 4
layers of convolutions over hashed embeddings, 96 wide. It is trained for a minute on what our layers say of the same
articles, so that its trees look like trees; of what it finds nothing else is to be concluded. Printed are articles a
second and quotations found, side by side, in one process with one thread.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

OURS = ("claimx_attribution", "claimx_mentions", "claimx_coreference", "claimx_hedges")
ROUNDS = 3
TRAINING = 60  # seconds


def small(nlp, texts: list[str]):
    """A small spaCy pipeline with the layers of ours."""
    import spacy
    from spacy.training import Example

    other = spacy.blank("en")
    tok2vec = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4}
    tok2vec |= {"embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
    other.add_pipe("tok2vec", config={"model": tok2vec})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    models = {"tagger": "spacy.Tagger.v2", "morphologizer": "spacy.Tagger.v2"}
    for name, model in models.items():
        other.add_pipe(name, config={"model": {"@architectures": model, "tok2vec": listener}})
    for name, state in (("parser", "parser"), ("ner", "ner")):
        model = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": state, "tok2vec": listener}
        model |= {"extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True}
        other.add_pipe(name, config={"model": model})
    examples = []
    for text in texts:
        made = nlp(text)
        sentences = [s.as_doc() for s in made.sents]
        examples += [Example(other.make_doc(s.text), s) for s in sentences if s.text.strip()]
    other.add_pipe("lemmatizer", source=nlp)
    with other.select_pipes(disable="lemmatizer"):
        other.initialize(lambda: examples)
        begin, lot = time.perf_counter(), random.Random(1)
        while time.perf_counter() - begin < TRAINING:
            other.update(lot.sample(examples, min(32, len(examples))))
    return other


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    from textacy.extract.triples import direct_quotations

    import claimx
    from claimx.reading import read

    articles = [read(path) for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    nlp = claimx.load(threads=1)
    figures: dict[str, list[float]] = {}
    found: dict[str, int] = {}
    failed: dict[str, int] = {}

    def textacy(name: str, pipeline) -> None:
        begin, quotations, errors = time.perf_counter(), 0, 0
        for article in articles:
            doc = pipeline(article.prose)
            try:
                quotations += len(list(direct_quotations(doc)))
            except Exception:  # textacy fails in several ways, which are what is counted
                errors += 1
        figures.setdefault(name, []).append(len(articles) / (time.perf_counter() - begin))
        found[name], failed[name] = quotations, errors

    with nlp.select_pipes(disable=OURS):
        other = small(nlp, [article.prose for article in articles])
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        made = [claimx.extract(article, nlp).claims for article in articles]
        figures.setdefault("claimx", []).append(len(articles) / (time.perf_counter() - begin))
        found["claimx"] = sum(map(len, made))
        found["claimx, direct and mixed"] = sum(c.kind != "indirect" for claims in made for c in claims)
        with nlp.select_pipes(disable=OURS):
            textacy("textacy over our layers", nlp)
        textacy("textacy over a small spaCy pipeline", other)
    speed = {name: round(max(values[1:]), 1) for name, values in figures.items()}  # the first round warms up
    out = {"articles": len(articles), "articles a second": speed, "found": found, "articles at which it failed": failed}
    out["claimx / other, speed"] = {k: round(speed["claimx"] / v, 2) for k, v in speed.items() if k != "claimx"}
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
