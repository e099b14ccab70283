"""Trains named entities on the vectors of an encoder, which stays as it is.

python -m models.train.naming DATA [PIPELINE]      into PIPELINE/claimx_entities, models/claimx-en unless it is given

Learnt from the corpora that the encoder learnt them from, and from the PolNeAR articles as Stanford CoreNLP labels them
(silver). A corpus that leaves a type out says nothing against it: the loss is what all labels that may be right lack.
"""

import sys
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.tokens import Doc
from torch import nn
from torch.nn import functional as F

from claimx import shipped
from claimx.bio import best_path, spans
from claimx.encoder import encoding
from claimx.heads import log_softmax
from models.train import corpora
from models.train.losses import allowed_loss

WIDTH, HIDDEN, DROPOUT = 384, 256, 0.1
EPOCHS, BATCH, RATE, DECAY = 5, 4096, 2e-3, 1e-3
# The corpora with what a token of each weighs, and every which of their examples is learnt from.
CORPORA = {"gmb": ("ner/gmb-train.iob2.gz", 0.5, 3), "gum": ("ner/gum-train.iob2.gz", 1.0, 1)}
CORPORA |= {"wikigold": ("ner/wikigold.conllu.gz", 1.0, 1)}
SILVER = 0.3
DEV = {"uner": "ner/uner-ewt-dev.iob2.gz", "gum": "ner/gum-dev.iob2.gz", "gmb": "ner/gmb-dev.iob2.gz"}
NAMES = ("PERSON", "ORG", "LOC")
# What CoreNLP's labels may be; a time or a number is a date or nothing.
_SILVER = {"PERSON": ["PERSON"], "ORGANIZATION": ["ORG"], "LOCATION": ["LOC"], "MISC": ["MISC", "NORP"]}


def examples(data: Path, path: str, corpus: str, every: int, nlp):
    """(vectors (tokens, width), labels (tokens, labels) that may be right) of a few sentences each."""
    encoder = nlp.get_pipe("claimx_encoder")
    for sentences in corpora.entity_rows(data / path, corpus, every=every):
        words, rows = zip(*(row for sentence in sentences for row in sentence), strict=True)
        found = encoding(encoder(Doc(nlp.vocab, words=words)))
        if found is not None:
            yield found.vectors.astype("float16"), np.array(rows)


def silver(data: Path, split: str, nlp):
    """The same of articles."""
    index = {label: k for k, label in enumerate(corpora.ENTITY_LABELS)}

    def row(label: str, begins: bool) -> np.ndarray:
        out = np.zeros(len(index), dtype=bool)
        if label in _SILVER:
            out[[index[f"{'B' if begins else 'I'}-{name}"] for name in _SILVER[label]]] = True
        else:
            out[[0, *((index["B-DATE"], index["I-DATE"]) if label != "O" else ())]] = True
        return out

    for text, sentences in corpora.corenlp(data, split):
        doc = nlp(text)
        found = encoding(doc)
        if found is None:
            continue
        allowed = np.ones((len(doc), len(index)), dtype=bool)
        at = {token.idx: token.i for token in doc if not token.is_space}
        for rows in sentences:
            before = "O"
            for _, start, end, _, _, label, *_ in rows:
                first = i = at.get(start, len(doc))
                while i < len(doc) and doc[i].idx < end:
                    allowed[i] = row(label, label != before and i == first)
                    i += 1
                before = label
        yield found.vectors.astype("float16"), allowed


def stacked(found) -> tuple[torch.Tensor, torch.Tensor]:
    vectors, labels = zip(*found, strict=True)
    return torch.tensor(np.concatenate(vectors)), torch.tensor(np.concatenate(labels))


class Naming(nn.Module):
    """The arithmetic of claimx.entities.Entities."""

    def __init__(self, labels: int):
        super().__init__()
        self.hidden, self.entities = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, labels)

    def forward(self, x):
        return self.entities(F.dropout(F.leaky_relu(self.hidden(x), 0.1), DROPOUT, self.training))


def fit(parts: list[tuple[torch.Tensor, torch.Tensor, float]]) -> Naming:
    torch.manual_seed(1)
    x, allowed = (torch.cat([part[k] for part in parts]) for k in (0, 1))
    weight = torch.cat([torch.full((len(part[0]),), part[2]) for part in parts])
    model = Naming(allowed.shape[1])
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=EPOCHS * -(-len(x) // BATCH))
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            loss = (allowed_loss(model(x[batch].float()), allowed[batch]) * weight[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def report(model: Naming, name: str, x: torch.Tensor, allowed: torch.Tensor) -> None:
    """F1 of whole names before the rules, which know more than a token's vector."""
    with torch.no_grad():
        path = best_path(log_softmax(model(x.float()).numpy()), corpora.ENTITY_LABELS)
    gold = allowed.numpy().argmax(-1)  # the first label that may be right: none, if none may
    found, right = (
        {(s.start, s.end, s.label) for s in spans(labels, corpora.ENTITY_LABELS) if s.label in NAMES}
        for labels in (path, gold)
    )
    print(f"{name}, dev: {200 * len(found & right) / (len(found) + len(right)):.1f}", flush=True)


def main(data: Path, pipeline: Path) -> None:
    nlp = spacy.load(pipeline, enable=["claimx_encoder"])
    path = pipeline / "claimx_entities" / "head.npz"
    with np.load(path) as arrays:
        kept = {k: arrays[k] for k in arrays.files if k.split(".")[0] != "names"}
    parts = [
        (*stacked(examples(data, file, corpus, every, nlp)), weight)
        for corpus, (file, weight, every) in CORPORA.items()
    ]
    model = fit([*parts, (*stacked(silver(data, "train", nlp)), SILVER)])
    for corpus, file in DEV.items():
        report(model, corpus, *stacked(examples(data, file, corpus, 1, nlp)))
    report(model, "news, by CoreNLP", *stacked(silver(data, "dev", nlp)))
    learnt = {f"names.{k}": v.detach().numpy().astype("float16") for k, v in model.named_parameters()}
    np.savez(path, **kept, **learnt)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else shipped.path())
