"""What several teachers think of every label: python -m models.train.posteriors DATA WEIGHTS OUT RUN...

RUN are trainings by teachers.yaml, each without another part of the articles (`without=0`, `without=1`, …, in this
order). An article is judged by the teacher that has not seen it, so that what is learnt from it is what its
annotator's colleagues would have marked too, and not what this one did. Newswire that nobody annotated for attribution
(the Groningen Meaning Bank) is judged by all of them.

Written are the probabilities of labels and of pairs of labels under the teachers' linear chains: all that the
likelihood of a student's chain needs (Wang et al. 2020, structure-level knowledge distillation,
https://aclanthology.org/2020.acl-main.304).
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import yaml

from claimx.encoder import window_starts
from claimx.tokenizer import blank
from claimx.wordpieces import N_SHAPES, WordPieces
from models.train import corpora
from models.train.network import Network

WINDOW, OVERLAP = 384, 128


class Teacher:
    def __init__(self, run: Path, network_config: dict, vocabulary: int):
        labels = json.loads((run / "labels.json").read_text())
        self.network = Network(network_config, labels, vocabulary, N_SHAPES, len(corpora.ANNOTATORS))
        self.network.load_state_dict(torch.load(run / "average.pt", weights_only=True))
        self.network.eval()
        self.transitions = (self.network.transitions + self.network.forbidden).detach().numpy().astype("float64")

    def scores(self, example: corpora.Example, wordpieces: WordPieces) -> np.ndarray:
        """(tokens, labels) of an example, each token read from the window in whose middle it lies most."""
        p, size = example.pieces, WINDOW - 2
        starts = np.array(window_starts(len(p), size, OVERLAP))
        places = p.first[example.tokens]
        borders = (starts[1:] + np.minimum(starts[:-1] + size, len(p))) / 2
        window = np.searchsorted(borders, places, side="right")
        out = np.empty((len(places), len(self.transitions)))
        for number, start in enumerate(starts.tolist()):
            stop = min(start + size, len(p))

            def inputs(values, edges=(0, 0), start=start, stop=stop):
                return torch.from_numpy(np.concatenate([[edges[0]], values[start:stop], [edges[1]]]))[None]

            mine = window == number
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                ids = inputs(p.ids, (wordpieces.start, wordpieces.end))
                x, _ = self.network.encoder(
                    ids, inputs(p.shapes), inputs(p.breaks), torch.ones(1, ids.shape[1], dtype=torch.bool)
                )
                scored = self.network.spans(x[0, torch.from_numpy(places[mine] - start + 1)])
            out[mine] = scored.float().numpy()
        return out


def chain(scores: np.ndarray, transitions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of labels (n, labels) and of pairs (n, labels before, labels), by forward and backward sums."""
    n, k = scores.shape
    # Scaled probabilities instead of logarithms: each step is a product of a matrix and a vector.
    emit = np.exp(scores - scores.max(1, keepdims=True))
    step = np.exp(transitions)
    forward, backward = np.empty((n, k)), np.ones((n, k))
    forward[0] = emit[0] / emit[0].sum()
    for i in range(1, n):
        a = (forward[i - 1] @ step) * emit[i]
        forward[i] = a / a.sum()
    for i in range(n - 2, -1, -1):
        b = step @ (emit[i + 1] * backward[i + 1])
        backward[i] = b / b.sum()
    one = forward * backward
    one /= one.sum(1, keepdims=True)
    two = np.zeros((n, k, k))
    two[1:] = forward[:-1, :, None] * step * (emit[1:] * backward[1:])[:, None, :]
    two[1:] /= two[1:].sum((1, 2), keepdims=True)
    return one, two


def write(path: Path, examples: list[corpora.Example], judges: list[list[Teacher]], wordpieces: WordPieces) -> None:
    labels, pairs, begun = [], [], time.monotonic()
    for number, (example, teachers) in enumerate(zip(examples, judges, strict=True)):
        judged = [chain(t.scores(example, wordpieces), t.transitions) for t in teachers]
        labels.append(np.mean([one for one, _ in judged], 0).astype("float16"))
        pairs.append(np.mean([two for _, two in judged], 0).astype("float16"))
        if number % 200 == 0:
            print(path.name, number, len(examples), round(time.monotonic() - begun), flush=True)
    np.savez(path, labels=np.concatenate(labels), pairs=np.concatenate(pairs))


def learn_from(folder: Path, tasks: dict[str, list]) -> None:
    """Gives the examples of a training what the teachers think of them, as labels `soft` and `soft_pairs`."""
    for task in ("attribution", "gmb"):
        with np.load(folder / f"{task}.npz") as arrays:
            soft, pairs = arrays["labels"], arrays["pairs"]
        at = 0
        for example in tasks[task]:
            versions = example if isinstance(example, list) else [example]
            tokens = versions[0].tokens
            n, k = len(tokens), soft.shape[1]
            length = len(versions[0].pieces.first)
            whole, whole_pairs = np.zeros((length, k), "float16"), np.zeros((length, k, k), "float16")
            whole[tokens], whole_pairs[tokens] = soft[at : at + n], pairs[at : at + n]
            for version in versions:
                version.labels |= {"soft": whole, "soft_pairs": whole_pairs}
            at += n
        if at != len(soft):
            raise ValueError(f"{folder / task}.npz is of other articles than {task}")


def main(data: Path, weights: Path, out: Path, runs: list[Path]) -> None:
    config = yaml.safe_load(Path(__file__).with_name("teachers.yaml").read_text())
    if len(runs) != config["parts"]:
        raise SystemExit(f"{config['parts']} runs are needed, one without each part")
    out.mkdir(parents=True, exist_ok=True)
    wordpieces, nlp = WordPieces.from_file(weights / "tokenizer.json"), blank()
    vocabulary = torch.load(runs[0] / "average.pt", weights_only=True)["encoder.words.weight"].shape[0]
    teachers = [Teacher(run, config["network"], vocabulary) for run in runs]
    articles = [v[0] for v in corpora.polnear(data / "attribution/polnear-train.jsonl.gz", nlp, wordpieces)]
    judges = [[teachers[i % config["parts"]]] for i in range(len(articles))]
    write(out / "attribution.npz", articles, judges, wordpieces)
    newswire = corpora.entities(data / "ner/gmb-train.iob2.gz", "gmb", nlp.vocab, wordpieces)
    write(out / "gmb.npz", newswire, [teachers] * len(newswire), wordpieces)


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:4]), [Path(a) for a in sys.argv[4:]])
