"""Trains the hedge head on the vectors of the shipped encoder, which stays as it is.

python -m models.train.hedgehead VECTORS [NAME=VALUE]...   into models/claimx-en/claimx_hedges

VECTORS is what models.train.hedges has written. Several heads are trained (heads=3) that differ in their beginnings
alone, and become one, whose scores are the means of theirs.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from models.train.coreference import save
from models.train.hedges import LABELS, SZEGED

WIDTH, HIDDEN = 2 * 384, 128
WEIGHTS = {"news": 1.0, "wiki": 0.3, "articles": 2.0, "articles-second": 1.0}


class HedgeHead(nn.Module):
    def __init__(self, dropout: float):
        super().__init__()
        self.hidden, self.types = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, len(LABELS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.types(self.dropout(F.leaky_relu(self.hidden(self.dropout(x)), 0.1)))


def allowed(y: torch.Tensor) -> torch.Tensor:
    """(tokens, labels) which labels a token may have."""
    mask = F.one_hot(y.clamp(min=0), len(LABELS)).bool()
    open_ = torch.tensor([label not in SZEGED for label in LABELS])
    mask[y == -1] = open_
    belief = y == LABELS.index("doxastic")
    mask[belief, LABELS.index("shield")] = True  # Szeged has no shields
    return mask


def fit(x, y, w, *, seed: int, epochs: int, dropout: float) -> HedgeHead:
    torch.manual_seed(seed)
    mask = allowed(y)
    model = HedgeHead(dropout)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for batch in torch.randperm(len(x)).split(512):
            scores = F.log_softmax(model(x[batch]), -1)
            loss = -(torch.logsumexp(scores.masked_fill(~mask[batch], -1e9), -1) * w[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
        print(seed, epoch, round(total / len(x), 4), flush=True)
    return model


def merged(models: list[HedgeHead]) -> dict[str, np.ndarray]:
    """One head whose scores are the means of those of several."""
    hidden = torch.cat([m.hidden.weight for m in models]), torch.cat([m.hidden.bias for m in models])
    types = torch.cat([m.types.weight for m in models], 1), torch.stack([m.types.bias for m in models]).sum(0)
    weights = {
        "hidden.weight": hidden[0],
        "hidden.bias": hidden[1],
        "types.weight": types[0] / len(models),
        "types.bias": types[1] / len(models),
    }
    return {k: v.detach().numpy().astype("float16") for k, v in weights.items()}


def head(out: Path, options: dict[str, str]) -> None:
    parts = {}
    for name in WEIGHTS:
        with np.load(out / f"{name}.npz") as arrays:
            parts[name] = (torch.tensor(arrays["x"]).float(), torch.tensor(arrays["y"]))
    x = torch.cat([p[0] for p in parts.values()])
    y = torch.cat([p[1] for p in parts.values()])
    scale = {**WEIGHTS, **{k: float(v) for k, v in options.items() if k in WEIGHTS}}
    w = torch.cat([torch.full((len(p[1]),), scale[name]) for name, p in parts.items()])
    epochs, dropout = int(options.get("epochs", 8)), float(options.get("dropout", 0.2))
    models = [
        fit(x, y, w, seed=seed, epochs=epochs, dropout=dropout) for seed in range(1, int(options.get("heads", 3)) + 1)
    ]
    save("claimx_hedges", {**merged(models), "labels.types": np.array(LABELS)})


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    head(Path(sys.argv[1]), dict(pair.split("=", 1) for pair in sys.argv[2:]))
