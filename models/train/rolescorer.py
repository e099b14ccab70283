"""The scorer of roles and affiliations: two layers over what is known of a mention and a candidate."""

import random

import torch
from torch import nn
from torch.nn import functional as F

HIDDEN = 48
EPOCHS, BATCH, RATE, DECAY, DROPOUT = 10, 16, 2e-3, 0.3, 0.3


class Scorer(nn.Module):
    def __init__(self, features: int):
        super().__init__()
        self.known, self.hidden, self.out = (
            nn.Linear(features, HIDDEN),
            nn.Linear(HIDDEN, HIDDEN // 2),
            nn.Linear(HIDDEN // 2, 1),
        )

    def forward(self, x):
        x = F.dropout(F.leaky_relu(self.known(x), 0.1), DROPOUT, self.training)
        return self.out(F.leaky_relu(self.hidden(x), 0.1)).squeeze(-1)


def _grouped(rows, number, n: int):
    """Log of the sum of exponents of each candidate's rows."""
    top = torch.full((n,), -1e9).scatter_reduce(0, number, rows, "amax").detach()
    return torch.log(torch.zeros(n).index_add(0, number, torch.exp(rows - top[number])) + 1e-9) + top


def fit(examples: list[dict], seed: int) -> Scorer:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    ready = [
        (torch.tensor(e["choice"].known), torch.tensor(e["choice"].number), torch.tensor(e["right"]))
        for e in examples
        if e["right"].any()
    ]
    model = Scorer(ready[0][0].shape[1])
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=EPOCHS * (len(ready) // BATCH + 1), pct_start=0.1
    )
    for _ in range(EPOCHS):
        rng.shuffle(ready)
        for i in range(0, len(ready), BATCH):
            part, at, loss = ready[i : i + BATCH], 0, torch.zeros(())
            rows = model(torch.cat([known for known, _, _ in part]))
            for known, number, right in part:
                scores = _grouped(rows[at : at + len(known)], number, len(right))
                at += len(known)
                loss = loss + torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
            optimiser.zero_grad()
            (loss / len(part)).backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def merged(models: list[Scorer]) -> dict[str, torch.Tensor]:
    """The weights of one scorer whose scores are the means of those of several."""
    parts = [dict(m.named_parameters()) for m in models]

    def side_by_side(name: str, dim: int = 0) -> torch.Tensor:
        return torch.cat([p[name] for p in parts], dim).detach()

    return {
        "known.weight": side_by_side("known.weight"),
        "known.bias": side_by_side("known.bias"),
        "hidden.weight": torch.block_diag(*(p["hidden.weight"].detach() for p in parts)),
        "hidden.bias": side_by_side("hidden.bias"),
        "out.weight": side_by_side("out.weight", 1) / len(models),
        "out.bias": torch.stack([p["out.bias"].detach() for p in parts]).mean(0),
    }
