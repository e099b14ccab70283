"""The scorer of roles and affiliations: layers over what is known of a mention and a candidate, and over a few numbers
that it reads of the pointers' vectors of both. Between them each pair is seen beside the most that is found in any pair
of its candidate, and in any pair at all (deep sets, Zaheer et al. 2017)."""

import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SIDE, VIEW, HIDDEN = 128, 32, 64
EPOCHS, BATCH, RATE, DECAY, DROPOUT, BLURRED = 24, 16, 2e-3, 0.3, 0.3, 0.5


class Scorer(nn.Module):
    """known (rows, features), the vectors (rows, h) of the mention and of the candidate, and number (rows,), which
    candidate of which choice it is, whole (rows,), which choice, to (rows,)."""

    def __init__(self, features: int):
        super().__init__()
        self.who, self.what = nn.Linear(SIDE, VIEW), nn.Linear(SIDE, VIEW)
        self.known, self.about = nn.Linear(features + 3 * VIEW, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.hidden, self.out = nn.Linear(3 * HIDDEN, HIDDEN // 2), nn.Linear(HIDDEN // 2, 1)

    def forward(self, known, mention, candidate, number, whole):
        who, what = (
            F.leaky_relu(view(F.dropout(x, BLURRED, self.training)), 0.1)
            for view, x in ((self.who, mention), (self.what, candidate))
        )
        # Candidates that stand nowhere near have no vectors, and are told nothing by them.
        near = mention.any(1, keepdim=True)
        x = torch.cat([known, who * near, what * near, who * what * near], 1)
        x = F.dropout(F.leaky_relu(self.known(x), 0.1), DROPOUT, self.training)
        about = F.leaky_relu(self.about(x), 0.1)
        x = torch.cat([x, *(_most(about, of)[of] for of in (number, whole))], 1)
        return self.out(F.leaky_relu(self.hidden(x), 0.1)).squeeze(-1)


def _most(rows, of):
    """(groups, h): the most of each group of rows."""
    groups = torch.full((int(of.max()) + 1, rows.shape[1]), -1e4)
    return groups.scatter_reduce(0, of[:, None].expand(-1, rows.shape[1]), rows, "amax")


def inputs(examples: list[dict]) -> tuple[torch.Tensor, ...]:
    """What a scorer reads of choices. An example has the choice, and the pointers' vectors of its article."""
    read = [_inputs(e) for e in examples]
    first = np.cumsum([0, *(len(e["right"]) for e in examples)]).tolist()
    number = torch.cat([torch.from_numpy(e["choice"].number) + k for e, k in zip(examples, first, strict=False)])
    whole = torch.repeat_interleave(torch.tensor([len(parts[0]) for parts in read]))
    return (*map(torch.cat, zip(*read, strict=True)), number, whole)


def _inputs(example: dict) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    choice = example["choice"]
    known = torch.from_numpy(choice.known)
    out = [known]
    for side, of in zip(example["sides"], choice.pairs.T, strict=True):
        vectors = np.zeros((len(known), SIDE), dtype="float32")
        if len(of):
            vectors[: len(of)] = side[of]
        out.append(torch.from_numpy(vectors))
    return out[0], out[1], out[2]


def _grouped(rows, number, n: int):
    """Log of the sum of exponents of each candidate's rows."""
    top = torch.full((n,), -1e9).scatter_reduce(0, number, rows, "amax").detach()
    return torch.log(torch.zeros(n).index_add(0, number, torch.exp(rows - top[number])) + 1e-9) + top


def fit(examples: list[dict], seed: int) -> Scorer:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    ready = [e for e in examples if e["right"].any()]
    model = Scorer(ready[0]["choice"].known.shape[1])
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=EPOCHS * (len(ready) // BATCH + 1), pct_start=0.1
    )
    for _ in range(EPOCHS):
        rng.shuffle(ready)
        for i in range(0, len(ready), BATCH):
            part, at, loss = ready[i : i + BATCH], 0, torch.zeros(())
            rows = model(*inputs(part))
            for e in part:
                number, right = torch.tensor(e["choice"].number), torch.tensor(e["right"])
                scores = _grouped(rows[at : at + len(number)], number, len(right))
                at += len(number)
                loss = loss + torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
            optimiser.zero_grad()
            (loss / len(part)).backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def merged(models: list[Scorer]) -> dict[str, torch.Tensor]:
    """The weights of one scorer whose scores are the means of those of several."""
    parts = [{name: p.detach() for name, p in m.named_parameters()} for m in models]

    def side_by_side(name: str) -> torch.Tensor:
        return torch.cat([p[name] for p in parts])

    features = parts[0]["known.weight"].shape[1] - 3 * VIEW
    return {
        **{name: side_by_side(name) for side in ("who", "what") for name in (f"{side}.weight", f"{side}.bias")},
        "known.weight": torch.cat([p["known.weight"][:, :features] for p in parts]),
        "known.bias": side_by_side("known.bias"),
        # (scorers, h, n): each reads its own views, and what it has itself found.
        "seen.weight": torch.stack([p["known.weight"][:, features:] for p in parts]),
        **{
            f"{layer}.{kind}": torch.stack([p[f"{layer}.{kind}"] for p in parts])
            for layer in ("about", "hidden", "out")
            for kind in ("weight", "bias")
        },
    }
