"""Trains kinds of mentions and the antecedent scorer on the vectors of the shipped encoder, which stays as it is.

python -m models.train.coreference kinds DATA            into models/claimx-en/claimx_mentions
python -m models.train.references DATA OUT               pairs, with those kinds
python -m models.train.coreference antecedents OUT [NAME=VALUE]...   into models/claimx-en/claimx_coreference
"""

import json
import sys
from pathlib import Path

import numpy as np
import spacy
import torch
from confection import Config
from spacy.tokens import Doc
from torch import nn
from torch.nn import functional as F

from claimx import shipped
from claimx.agreement import KINDS
from claimx.encoder import encoding
from claimx.pipeline import ADDED
from models.train.references import TYPES, _gum_documents

WIDTH, HIDDEN, SHARED = 384, 96, 48
# Weights of the sets.
SETS = {"gum-train": 1.0, "gap-train": 1.0, "speakers-train": 1.0}


def kinds(data: Path) -> None:
    nlp = spacy.load(shipped.path(), exclude=["claimx_mentions", "claimx_coreference"])
    x, y = {}, {}
    for part in ("train", "dev"):
        vectors, labels = [], []
        for words, spaces, found in _gum_documents(data / f"syntax/gum-{part}.conllu.gz"):
            doc = Doc(nlp.vocab, words=words, spaces=spaces)
            for name in ("claimx_encoder", "claimx_tagger", "claimx_parser"):
                doc = nlp.get_pipe(name)(doc)
            for start, end, _, type_ in found:
                if type_ in TYPES:
                    vectors.append(encoding(doc).vectors[doc[start:end].root.i])
                    labels.append(KINDS.index(TYPES[type_]))
        x[part], y[part] = torch.tensor(np.array(vectors)), torch.tensor(labels)
    torch.manual_seed(1)
    model = nn.Linear(WIDTH, len(KINDS))
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
    for epoch in range(12):
        for batch in torch.randperm(len(x["train"])).split(256):
            loss = F.cross_entropy(model(F.dropout(x["train"][batch], 0.1)), y["train"][batch], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        guess = model(x["dev"]).argmax(-1)
        print(epoch, f"kinds, GUM dev: {100 * (guess == y['dev']).float().mean():.1f} %", flush=True)
    weights = {f"kinds.{k}": v.detach().numpy().astype("float16") for k, v in model.named_parameters()}
    save("claimx_mentions", {**weights, "labels.kinds": np.array(KINDS)})


def _place(name: str) -> int:
    """Behind all that the encoder's training made, in the order in which claimx adds them to any pipeline."""
    return ADDED.index(name) if name in ADDED[2:] else -1


def save(name: str, arrays: dict[str, np.ndarray]) -> None:
    """Writes a head's weights into the shipped pipeline and adds the component where it belongs, if it is not there."""
    root = shipped.path()
    (root / name).mkdir(exist_ok=True)
    np.savez(root / name / "head.npz", **arrays)  # type: ignore[arg-type]
    config = Config().from_disk(root / "config.cfg", interpolate=False)
    meta = json.loads((root / "meta.json").read_text())
    if name not in config["components"]:
        config["components"][name] = {"factory": name}
        config["nlp"]["pipeline"].append(name)
        config["nlp"]["pipeline"].sort(key=_place)
        config.to_disk(root / "config.cfg", interpolate=False)
    for key in ("pipeline", "components"):
        meta[key] = sorted([*meta[key], name], key=_place) if name not in meta[key] else meta[key]
    (root / "meta.json").write_text(json.dumps(meta, indent=2, separators=(",", ":")))


class Scorer(nn.Module):
    def __init__(self, features: int, dropout: float):
        super().__init__()
        self.anaphor, self.candidate = nn.Linear(WIDTH, HIDDEN), nn.Linear(WIDTH, HIDDEN)
        self.match, self.product = nn.Linear(WIDTH, SHARED), nn.Linear(SHARED, HIDDEN)
        self.features = nn.Linear(features, HIDDEN)
        self.hidden, self.out = nn.Linear(HIDDEN, HIDDEN // 2), nn.Linear(HIDDEN // 2, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, a, c, features):
        a, c = self.dropout(a), self.dropout(c)
        hidden = (
            self.anaphor(a) + self.candidate(c) + self.features(features) + self.product(self.match(a) * self.match(c))
        )
        hidden = self.dropout(F.leaky_relu(hidden, 0.1))
        return self.out(F.leaky_relu(self.hidden(hidden), 0.1)).squeeze(-1)


class Examples:
    """Pairs of one set, by anaphor (models.train.references)."""

    def __init__(self, path: Path):
        with np.load(path) as arrays:
            self.__dict__.update({k: arrays[k] for k in arrays.files})
        edges = np.flatnonzero(np.diff(self.anaphor, prepend=-1, append=-1))
        self.begin, self.end = edges[:-1], edges[1:]

    def batch(self, chosen: np.ndarray):
        rows = np.concatenate([np.arange(self.begin[k], self.end[k]) for k in chosen])
        group = np.repeat(np.arange(len(chosen)), self.end[chosen] - self.begin[chosen])
        a, c = (torch.tensor(self.vectors[i[rows]]).float() for i in (self.anaphor, self.candidate))
        features, prior = torch.tensor(self.features[rows]).float(), torch.tensor(self.prior[rows])
        return a, c, features, prior, torch.tensor(self.right[rows]), torch.tensor(group)


def grouped_log_softmax(scores, group, n: int, mask=None):
    """Log of the sum of probabilities in each group: of all, or of the masked."""
    top = torch.full((n,), -1e9).scatter_reduce(0, group, scores, "amax").detach()
    shifted = torch.exp(scores - top[group])
    whole = torch.zeros(n).index_add(0, group, shifted)
    part = torch.zeros(n).index_add(0, group, shifted * mask)
    return torch.log(part + 1e-9) - torch.log(whole + 1e-9)


def evaluate(model: Scorer, data: Examples) -> dict[str, float]:
    model.eval()
    hits = {"pronoun": [0, 0], "noun": [0, 0], "anaphoric noun": [0, 0]}
    with torch.no_grad():
        for part in np.array_split(np.arange(len(data.begin)), max(1, len(data.begin) // 500)):
            a, c, features, prior, right, group = data.batch(part)
            scores = (model(a, c, features) + prior).numpy()
            for k, row in enumerate(part):
                mine = (group == k).numpy()
                ok = bool(right.numpy()[mine][scores[mine].argmax()])
                names = ["pronoun"] if data.pronoun[data.begin[row]] else ["noun"]
                own = data.anaphor[data.begin[row] : data.end[row]] == data.candidate[data.begin[row] : data.end[row]]
                if names == ["noun"] and not (right.numpy()[mine] & own).any():
                    names.append("anaphoric noun")
                for name in names:
                    hits[name][0] += ok
                    hits[name][1] += 1
    return {name: round(100 * ok / max(1, n), 1) for name, (ok, n) in hits.items()}


def antecedents(folder: Path, options: dict[str, str]) -> None:
    epochs, seed, dropout = (
        int(options.get("epochs", 4)),
        int(options.get("seed", 1)),
        float(options.get("dropout", 0.3)),
    )
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    weights = {**SETS, **{k: float(v) for k, v in options.items() if k in SETS}}
    train = {name: Examples(folder / f"{name}.npz") for name in SETS if weights[name]}
    dev = {name: Examples(folder / f"{name}-dev.npz") for name in ("gum", "gap", "speakers")}
    model = Scorer(next(iter(train.values())).features.shape[1], dropout)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1.5e-3, weight_decay=0.02)
    size = 48
    total = epochs * sum(len(t.begin) // size + 1 for t in train.values())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.5e-3, total_steps=total, pct_start=0.1)
    for epoch in range(epochs):
        batches = [
            (n, b)
            for n, t in train.items()
            for b in np.array_split(rng.permutation(len(t.begin)), len(t.begin) // size + 1)
        ]
        model.train()
        losses = []
        for k in rng.permutation(len(batches)):
            name, chosen = batches[k]
            a, c, features, prior, right, group = train[name].batch(chosen)
            scores = model(a, c, features) + prior
            loss = -grouped_log_softmax(scores, group, len(chosen), right.float()).clamp(min=-12).mean()
            optimiser.zero_grad()
            (loss * weights[name]).backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(epoch, round(float(np.mean(losses)), 4), {n: evaluate(model, d) for n, d in dev.items()}, flush=True)
    save("claimx_coreference", {k: v.detach().numpy().astype("float16") for k, v in model.named_parameters()})


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["kinds", data]:
            kinds(Path(data))
        case ["antecedents", folder, *pairs]:
            antecedents(Path(folder), dict(p.split("=", 1) for p in pairs))
        case _:
            sys.exit(__doc__)
