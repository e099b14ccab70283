"""The network: one small BERT over wordpieces, and the heads that share its pass.

The encoder is MiniLM (Wang et al. 2020) with two added embeddings, letter case and "a paragraph
begins". Attribution is a BIO tagger over {source, cue, content} with two biaffine
pointers between them; the parser is the deep biaffine one of Dozat and Manning (2017).
"""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from models.train.losses import (
    allowed_loss,
    crf,
    cross_entropy,
    divergence,
    forbidden,
    one_hot,
    pointer_loss,
    told_loss,
)

# The layer whose vectors are read beside those of the last: it knows more of what belongs together.
MIDDLE = 4

_random = np.random.Generator(np.random.SFC64(0))


# The linear heads whose judgements are kept, with what each weighs.
_KEPT = {"spans": 2.0, "entities": 1.0, "pos": 0.3, "tag": 0.3}


def seed(number: int) -> None:
    global _random
    _random = np.random.Generator(np.random.SFC64(number))


def dropout(x: torch.Tensor, p: float, training: bool) -> torch.Tensor:
    """Dropout whose mask is drawn by NumPy: on a CPU that takes a fifth of the time."""
    if not training or not p:
        return x
    cut = round(256 * p)
    mask = np.frombuffer(bytearray(_random.bytes(x.numel())), dtype="uint8").reshape(x.shape)
    return x * (torch.from_numpy(mask) >= cut).to(x.dtype) * (256 / (256 - cut))


class Dropout(nn.Module):
    def __init__(self, p: float):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, self.training)


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.p = dropout

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        p = self.p if self.training else 0.0
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        y = self.out(y.transpose(1, 2).reshape(b, n, w))
        x = self.norm1(x + dropout(y, p, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + dropout(y, p, self.training))


class Encoder(nn.Module):
    """(batch, pieces) of ids, shapes and breaks to (batch, pieces, width), of the last layer and of the middle one."""

    def __init__(self, vocabulary: int, shapes: int, width=384, layers=6, heads=12, positions=512, dropout=0.1):
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.shapes = nn.Embedding(shapes, width)
        self.breaks = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, dropout) for _ in range(layers))
        self.dropout = Dropout(dropout)
        nn.init.normal_(self.shapes.weight, std=0.01)
        nn.init.normal_(self.breaks.weight, std=0.01)

    def forward(self, ids, shapes, breaks, mask):
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes) + self.breaks(breaks)
        x = self.dropout(self.norm(x))
        mask = mask[:, None, None, :]
        for number, layer in enumerate(self.layers):
            x = layer(x, mask)
            if number + 1 == MIDDLE:
                middle = x
        return x, middle

    def load_minilm(self, weights: dict[str, torch.Tensor]) -> None:
        """Start from the weights of a sentence-transformers MiniLM-L6-H384."""
        w = {k: v.float() for k, v in weights.items()}
        state = {
            "words.weight": w["embeddings.word_embeddings.weight"],
            # There is one sentence type only: its embedding is a constant.
            "positions.weight": w["embeddings.position_embeddings.weight"]
            + w["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": w["embeddings.LayerNorm.weight"],
            "norm.bias": w["embeddings.LayerNorm.bias"],
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(len(self.layers)):
            old = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                state[f"layers.{i}.qkv.{kind}"] = torch.cat(
                    [w[f"{old}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
                )
                for ours, theirs in names.items():
                    state[f"layers.{i}.{ours}.{kind}"] = w[f"{old}{theirs}.{kind}"]
        missing, unexpected = self.load_state_dict(state, strict=False)
        assert not unexpected and set(missing) == {"shapes.weight", "breaks.weight"}, (missing, unexpected)


class Biaffine(nn.Module):
    """Scores of pairs: (batch, n, width), (batch, m, width) to (batch, n, m) or (batch, n, m, labels)."""

    def __init__(self, width: int, hidden: int, labels: int | None = None, dropout: float = 0.3):
        super().__init__()
        self.left = nn.Linear(width, hidden)
        self.right = nn.Linear(width, hidden)
        k = labels or 1
        self.labels = labels
        self.weight = nn.Parameter(torch.zeros(k, hidden + 1, hidden + 1))
        nn.init.normal_(self.weight, std=0.02)
        self.dropout = Dropout(dropout)

    def sides(self, x):
        one = x.new_ones(*x.shape[:-1], 1)
        left = torch.cat([self.dropout(F.leaky_relu(self.left(x), 0.1)), one], -1)
        right = torch.cat([self.dropout(F.leaky_relu(self.right(x), 0.1)), one], -1)
        return left, right

    def forward(self, x):
        left, right = self.sides(x)
        return torch.einsum("bih,hg,bjg->bij", left, self.weight[0], right)

    def at(self, x, heads):
        """Label scores of each token with its one head: (batch, n) of indices to (batch, n, labels)."""
        left, right = self.sides(x)
        right = right.gather(1, heads.unsqueeze(-1).expand(-1, -1, right.shape[-1]))
        return torch.einsum("bih,khg,big->bik", left, self.weight, right)


class Network(nn.Module):
    def __init__(self, config: dict, labels: dict[str, list[str]], vocabulary: int, shapes: int, annotators: int):
        super().__init__()
        width = config["width"]
        self.encoder = Encoder(vocabulary, shapes, width=width, dropout=config["dropout"])
        self.spans = nn.Linear(width, len(labels["spans"]))
        # Scores of one label behind another; a softmax per token until they are trained.
        self.transitions = nn.Parameter(torch.zeros(len(labels["spans"]), len(labels["spans"])))
        # What each annotator does otherwise than all, in scores (labels, width and one) and in transitions; nothing
        # unless the configuration asks for it.
        self.by_habit = config.get("habits", False)
        self.habits = nn.Parameter(torch.zeros(annotators, len(labels["spans"]), width + 1))
        self.habit_steps = nn.Parameter(torch.zeros(annotators, len(labels["spans"]), len(labels["spans"])))
        self.register_buffer("forbidden", forbidden(labels["spans"]), persistent=False)
        self.crf = False
        # How far an annotator is believed where teachers judge too.
        self.believed = 1.0
        self.to_cue = Biaffine(width, config["pointer"])
        self.to_source = Biaffine(width, config["pointer"])
        # From a mention of a person to what says their role, and from either to the body that it is at: on both layers.
        self.to_role = Biaffine(2 * width, config["pointer"])
        self.to_body = Biaffine(2 * width, config["pointer"])
        self.sentences = nn.Linear(width, 2)
        self.pos = nn.Linear(width, len(labels["pos"]))
        self.tag = nn.Linear(width, len(labels["tag"]))
        self.arcs = Biaffine(width, config["arcs"])
        self.relations = Biaffine(width, config["relations"], len(labels["dep"]))
        self.entities = nn.Linear(width, len(labels["entities"]))
        self.dropout = Dropout(config["dropout"])
        # The network as it was, in a list: no part of this one, nor of its weights.
        self.before: list[Network] = []

    def tokens(self, batch) -> tuple[torch.Tensor, torch.Tensor]:
        """(batch, tokens, width): each token as its first piece, of the last layer and of the middle one."""
        last, middle = self.encoder(batch["ids"], batch["shapes"], batch["breaks"], batch["mask"])
        first = batch["first"].unsqueeze(-1).expand(-1, -1, last.shape[-1])
        return self.dropout(last.gather(1, first)), self.dropout(middle.gather(1, first))

    def span_scores(self, x, annotator=None) -> tuple[torch.Tensor, torch.Tensor]:
        """(batch, n, labels) scores of labels and (batch or 1, labels, labels) of one behind another.

        annotator (batch,): whose labels they are (each has a bias of their own: Rodrigues and Pereira 2018), -100 for
        nobody's, which is what all agree on; as is what ships.
        """
        if not self.by_habit:
            return self.spans(x), self.transitions.unsqueeze(0)
        mean, steps = self.habits.mean(0, keepdim=True), self.habit_steps.mean(0, keepdim=True)
        if annotator is not None:
            known = (annotator >= 0)[:, None, None]
            mean = torch.where(known, self.habits[annotator.clamp(min=0)], mean)
            steps = torch.where(known, self.habit_steps[annotator.clamp(min=0)], steps)
        biased = x @ mean[:, :, :-1].transpose(1, 2) + mean[:, None, :, -1]
        return self.spans(x) + biased, self.transitions + steps

    def settle(self) -> None:
        """Put what all annotators have in common where it is read when nobody's habits are asked for."""
        with torch.no_grad():
            mean = self.habits.mean(0)
            self.spans.weight += mean[:, :-1]
            self.spans.bias += mean[:, -1]
            self.transitions += self.habit_steps.mean(0)
            self.habits -= mean
            self.habit_steps -= self.habit_steps.mean(0, keepdim=True)

    def _sequences(self, scores, transitions, batch) -> torch.Tensor:
        """The loss of label sequences: the annotator's, the teachers', or `believed` of one, the rest of the other."""
        transitions = transitions + self.forbidden
        if "spans" not in batch:
            return crf(scores, batch["soft"], batch["soft_pairs"], batch["present"], transitions)
        labels, pairs = one_hot(batch["spans"], scores.shape[-1])
        if "soft" in batch:
            labels = torch.lerp(batch["soft"], labels, self.believed)
            pairs = torch.lerp(batch["soft_pairs"], pairs, self.believed)
        return crf(scores, labels, pairs, batch["spans"] >= 0, transitions)

    def forward(self, batch) -> dict[str, torch.Tensor]:
        x, middle = self.tokens(batch)
        losses = {}
        if "spans" in batch or ("soft" in batch and self.crf):
            scores, transitions = self.span_scores(x, batch["annotator"][:, 0] if "annotator" in batch else None)
            if self.crf:
                losses["spans"] = self._sequences(scores.float(), transitions, batch)
            else:
                losses["spans"] = cross_entropy(scores, batch["spans"]) + 0 * transitions.sum()
        if "spans" in batch:
            present = batch["present"]
            losses["to_cue"] = pointer_loss(self.to_cue(x), batch["cue"], present)
            losses["to_source"] = pointer_loss(self.to_source(x), batch["source"], present)
        if "person" in batch:
            both = torch.cat([x, middle], -1)
            for name, pointer, of in (("role_of", self.to_role, "person"), ("body_of", self.to_body, "holder")):
                losses[name] = told_loss(pointer(both), batch[of], batch[name], batch["present"])
        if "pos" in batch:
            losses["sentences"] = cross_entropy(self.sentences(x), batch["sentence_start"])
            losses["pos"] = cross_entropy(self.pos(x), batch["pos"])
            losses["tag"] = cross_entropy(self.tag(x), batch["tag"])
            same = batch["sentence"].unsqueeze(2) == batch["sentence"].unsqueeze(1)
            arcs = self.arcs(x).float().masked_fill(~same, -1e4)
            losses["arcs"] = cross_entropy(arcs, batch["head"])
            losses["relations"] = cross_entropy(self.relations.at(x, batch["head"].clamp(min=0)), batch["dep"])
        if "entities" in batch:
            # Where a corpus does not annotate a type, any of the labels it allows will do.
            allowed = batch["entities"]
            known = allowed.any(-1)
            losses["entities"] = allowed_loss(self.entities(x)[known], allowed[known]).mean()
        if self.before:
            losses["kept"] = self._kept(x, batch)
        return losses

    def remember(self) -> None:
        """From here on, learn to judge every text as it is judged now, too (Li and Hoiem 2016)."""
        self.before = [copy.deepcopy(self).eval().requires_grad_(False)]

    def _kept(self, x, batch) -> torch.Tensor:
        """How far labels and links are from what they were: divergences, per token."""
        (before,) = self.before
        with torch.no_grad():
            was, _ = before.tokens(batch)
        present = batch["present"]
        out = 0.0
        for name, weight in _KEPT.items():
            out = out + weight * divergence(getattr(before, name)(was), getattr(self, name)(x))[present].mean()
        spans = before.spans(was).float().softmax(-1)
        for name, begin in (("to_cue", 5), ("to_source", 3)):
            old, new = (
                pointer(y).float().masked_fill(~present.unsqueeze(1), -1e4)
                for pointer, y in ((getattr(before, name), was), (getattr(self, name), x))
            )
            of = spans[..., begin : begin + 2].sum(-1) * present
            out = out + (divergence(old, new) * of).sum() / present.sum()
        return out
