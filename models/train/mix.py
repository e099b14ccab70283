"""Mean weights of several trainings that began alike: python -m models.train.mix OUT RUN=WEIGHT...

A RUN is the folder of a training, or a shipped pipeline that one began with, of which the first must be a training.

Models that went on from the same weights can be averaged into one that is as good as the mean of what they say
(Wortsman et al. 2022, https://arxiv.org/abs/2203.05482). OUT takes average.pt and labels.json, as a training does.
"""

import shutil
import sys
from pathlib import Path

import torch

from models.train import restore


def _weights(run: Path) -> dict[str, torch.Tensor]:
    average = run / "average.pt"
    return torch.load(average, weights_only=True) if average.exists() else restore.state(run)


def main(out: Path, shares: dict[Path, float]) -> None:
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise SystemExit("the weights of the runs must make 1 together")
    mixed: dict[str, torch.Tensor] = {}
    for run, share in shares.items():
        for name, tensor in _weights(run).items():
            mixed[name] = mixed.get(name, torch.zeros(())) + share * tensor.float()
    out.mkdir(parents=True, exist_ok=True)
    torch.save(mixed, out / "average.pt")
    shutil.copy(next(iter(shares)) / "labels.json", out / "labels.json")


if __name__ == "__main__":
    parts = [argument.rpartition("=") for argument in sys.argv[2:]]
    if not parts:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), {Path(run): float(weight) for run, _, weight in parts})
