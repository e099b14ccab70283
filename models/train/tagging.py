"""Trains sentence starts and tags on the vectors of an encoder, which stays as it is.

python -m models.train.tagging DATA [PIPELINE]      into PIPELINE/claimx_tagger, models/claimx-en unless it is given

Learnt from the treebanks and from the PolNeAR articles as Stanford CoreNLP splits and tags them (silver): on vectors
that have learnt attribution, heads that know treebanks alone begin a sentence at many a quotation and clause of news.
"""

import sys
from pathlib import Path

import numpy as np
import spacy
import torch
from torch import nn
from torch.nn import functional as F

from claimx import shipped
from claimx.encoder import encoding
from claimx.tagger import with_before
from models.train import corpora
from models.train.losses import allowed_loss

WIDTH, STARTS, WORDS = 384, 64, 256
EPOCHS, BATCH, RATE, DECAY = 6, 4096, 2e-3, 1e-3
# What the tag of a machine weighs against that of a treebank; their sentence starts weigh the same.
SILVER = 0.5
# What CoreNLP's tags may be in the treebanks, whose habits are others, and the parts of speech that follow.
_TAGS = {"TO": "TO IN", "IN": "IN RP RB", "RP": "RP IN RB", "RB": "RB RP IN", "WDT": "WDT IN WP", "UH": "UH RB"}
_POS = {"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ"}
_POS |= {"CD": "NUM", "MD": "AUX", "CC": "CCONJ", "POS": "PART", "PDT": "DET", "DT": "DET PRON", "TO": "PART ADP"}
_POS |= {"WDT": "PRON DET SCONJ", "IN": "ADP SCONJ ADV", "RP": "ADP ADV"}
_POS |= dict.fromkeys(("PRP", "PRP$", "WP", "EX"), "PRON") | dict.fromkeys(("RB", "WRB"), "ADV PART SCONJ")
_POS |= dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "VERB AUX")
# Tags that say nothing of what a word is.
_OPEN = {"FW", "LS", "SYM", "#", "$", "NFP", ""}


def silver(data: Path, split: str, nlp):
    """Articles with what CoreNLP says of their tokens: a Doc, and of each token whether it begins a sentence, and its
    tags and parts of speech, of which one is right; empty if nothing is said. Starts are -100 for white space."""
    for text, sentences in corpora.corenlp(data, split):
        doc = nlp(text)
        at = {token.idx: token for token in doc if not token.is_space}
        starts = np.array([-100 if token.is_space else 0 for token in doc])
        tags = [""] * len(doc)
        for sentence in sentences:
            for number, (_, start, end, _, tag, *_) in enumerate(sentence):
                token = at.get(start)
                if token is None:
                    continue
                starts[token.i] = number == 0
                if token.idx + len(token) == end and tag not in _OPEN:
                    tags[token.i] = tag
        marks = [bool(tag) and not tag[0].isalpha() for tag in tags]
        of_words = ["" if mark else _TAGS.get(tag, tag) for tag, mark in zip(tags, marks, strict=True)]
        yield doc, starts, of_words, ["PUNCT" if m else _POS.get(t, "") for t, m in zip(tags, marks, strict=True)]


def gold(data: Path, treebank: str, split: str, nlp):
    """The same of a treebank's documents."""
    for document in corpora.conllu(data / f"syntax/{treebank}-{split}.conllu.gz"):
        doc, found = corpora.as_doc(nlp.vocab, document)
        rows = [row or ("", "", 0, "", 0, -100) for row in found]
        starts = np.array([int(row[5]) for row in rows])
        yield nlp.get_pipe("claimx_encoder")(doc), starts, [row[1] for row in rows], [row[0] for row in rows]


class Set:
    """Documents as arrays: vectors (tokens, 2 * width) with those before, starts, tag and pos: rows of tables."""

    def __init__(self, documents, tables: dict[str, "Table"], weight: float):
        columns: list[list] = [[], [], [], []]
        for doc, starts, tags, pos in documents:
            found = encoding(doc)
            if found is None:
                continue
            columns[0].append(with_before(found.vectors).astype("float16"))
            columns[1].append(starts)
            columns[2].append(tables["tag"].rows(tags))
            columns[3].append(tables["pos"].rows(pos))
        self.vectors, self.starts, self.tag, self.pos = (torch.tensor(np.concatenate(c)) for c in columns)
        self.weight = torch.full((len(self.starts),), weight)


class Table:
    """Which labels may be right, as words in a string, in rows of booleans; in the first, of no word, all may."""

    def __init__(self, labels: list[str]):
        self._labels, self._number, self._rows = labels, {"": 0}, [[True] * len(labels)]

    def rows(self, allowed: list[str]) -> np.ndarray:
        for words in dict.fromkeys(allowed):
            if words not in self._number:
                row = [label in words.split() for label in self._labels]
                self._number[words] = len(self._rows) if any(row) else 0
                self._rows += [row] if any(row) else []
        return np.array([self._number[words] for words in allowed])

    def loss(self, scores: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """(tokens,): what the labels that may be right lack to be certain."""
        return allowed_loss(scores, torch.tensor(self._rows)[rows])

    def right(self, scores: torch.Tensor, rows: torch.Tensor) -> float:
        """How many in a hundred of those of which something is said."""
        best = torch.tensor(self._rows)[rows].gather(1, scores.argmax(-1, keepdim=True))[:, 0]
        return 100 * float(best[rows > 0].float().mean())


class Tagging(nn.Module):
    """claimx.tagger.Tagger's arithmetic."""

    def __init__(self, labels: dict[str, list[str]]):
        super().__init__()
        self.starts = nn.ModuleDict({"hidden": nn.Linear(2 * WIDTH, STARTS), "out": nn.Linear(STARTS, 2)})
        sizes = {kind: len(labels[kind]) for kind in ("pos", "tag")}
        self.words = nn.ModuleDict(
            {"hidden": nn.Linear(WIDTH, WORDS), **{k: nn.Linear(WORDS, n) for k, n in sizes.items()}}
        )

    def forward(self, x):
        starts = self.starts["out"](F.leaky_relu(self.starts["hidden"](x), 0.1))
        words = F.leaky_relu(self.words["hidden"](x[:, :WIDTH]), 0.1)
        return starts, self.words["tag"](words), self.words["pos"](words)


def fit(sets: list[Set], labels: dict[str, list[str]], tables: dict[str, Table]) -> Tagging:
    torch.manual_seed(1)
    model = Tagging(labels)
    x, starts, tag, pos, weight = (
        torch.cat([getattr(s, name) for s in sets]) for name in ("vectors", "starts", "tag", "pos", "weight")
    )
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            said = model(x[batch].float())
            each = tables["tag"].loss(said[1], tag[batch]) + tables["pos"].loss(said[2], pos[batch])
            loss = F.cross_entropy(said[0], starts[batch], ignore_index=-100) + (each * weight[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def report(model: Tagging, name: str, part: Set, tables: dict[str, Table]) -> None:
    with torch.no_grad():
        starts, tag, pos = model(part.vectors.float())
    known = part.starts >= 0
    right, said = part.starts[known] == 1, starts.argmax(-1)[known] == 1
    f1 = 200 * int((right & said).sum()) / int(right.sum() + said.sum())
    same = [tables["tag"].right(tag, part.tag), tables["pos"].right(pos, part.pos)]
    print(f"{name}: sentence starts {f1:.2f}, tags {same[0]:.2f}, parts of speech {same[1]:.2f}", flush=True)


def main(data: Path, pipeline: Path) -> None:
    nlp = spacy.load(pipeline, enable=["claimx_encoder"])
    head = pipeline / "claimx_tagger" / "head.npz"
    with np.load(head) as arrays:
        kept = {k: arrays[k] for k in arrays.files if k.split(".")[0] not in ("starts", "words")}
    labels = {kind: kept[f"labels.{kind}"].tolist() for kind in ("pos", "tag")}
    tables = {kind: Table(values) for kind, values in labels.items()}

    def parts(split: str) -> dict[str, Set]:
        sets = {name: Set(gold(data, name, split, nlp), tables, 1.0) for name in ("ewt", "gum")}
        return sets | {"news, by CoreNLP": Set(silver(data, split, nlp), tables, SILVER)}

    model = fit(list(parts("train").values()), labels, tables)
    for name, part in parts("dev").items():
        report(model, f"{name}, dev", part, tables)
    learnt = {k: v.detach().numpy().astype("float16") for k, v in model.named_parameters()}
    np.savez(head, **kept, **learnt)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else shipped.path())
