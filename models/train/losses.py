"""The losses of the heads: labels, label sequences, pointers, and how far judgements are from what they were."""

import torch
from torch.nn import functional as F


def divergence(old, new):
    """Kullback and Leibler's, of the labels of the last dimension."""
    old = old.float().log_softmax(-1)
    return (old.exp() * (old - new.float().log_softmax(-1))).sum(-1)


def cross_entropy(scores, gold):
    if not (gold >= 0).any():
        return scores.float().sum() * 0
    return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=-100)


def allowed_loss(scores, allowed):
    """What those of the labels that may be right lack to be certain; none, where all may."""
    scores = scores.float()
    return torch.logsumexp(scores, -1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), -1)


def pointer_loss(scores, gold, present):
    """Softmax over the window's tokens; a pointer to itself means that there is none."""
    return cross_entropy(scores.float().masked_fill(~present.unsqueeze(1), -1e4), gold)


def told_loss(scores, person, told_of, present):
    """Softmax over the window's tokens for those of a person's mentions: any that tells it of the person will do.

    person (batch, n): the person of whose mention a token is, -100 for none. told_of (batch, n): one bit for each
    person of whom a token tells it. A pointer to itself means that nothing in the window does.
    """
    which = person >= 0
    if not which.any():
        return scores.float().sum() * 0
    right = ((told_of.unsqueeze(1) >> person.clamp(min=0).unsqueeze(2)) & 1).bool()
    alone = ~right.any(-1, keepdim=True) & torch.eye(right.shape[1], dtype=torch.bool)
    scores = scores.float().masked_fill(~present.unsqueeze(1), -1e4)
    likely = torch.logsumexp(scores.masked_fill(~(right | alone), -1e4), -1)
    return (torch.logsumexp(scores, -1) - likely)[which].mean()


def forbidden(labels: list[str]) -> torch.Tensor:
    """What is added to a transition: a great cost where an I- has not its beginning before it."""
    bad = [[b.startswith("I-") and a[2:] != b[2:] for b in labels] for a in labels]
    return torch.tensor(bad).float() * -1e4


def crf(scores, labels, pairs, known, transitions):
    """Negative log likelihood of whole label sequences (Lafferty, McCallum and Pereira 2001), per token.

    labels (batch, n, labels), pairs (batch, n, labels, labels): probabilities of each label and of each behind the one
    before, which may be those of an annotator (one label has all) or what teachers think (Wang et al. 2020).
    transitions (batch or 1, labels, labels). A window may begin within a span, so that nothing is forbidden at its
    first token.
    """
    right = ((labels * scores).sum(-1) * known).sum(-1)
    steps = ((pairs[:, 1:] * transitions.unsqueeze(1)).sum((-2, -1)) * known[:, 1:]).sum(-1)
    alpha = scores[:, 0]
    for t in range(1, scores.shape[1]):
        through = torch.logsumexp(alpha.unsqueeze(-1) + transitions, 1) + scores[:, t]
        alpha = torch.where(known[:, t, None], through, alpha)
    return (torch.logsumexp(alpha, -1) - right - steps).sum() / known.sum()


def one_hot(gold, count: int):
    """A label sequence as the probabilities that crf reads."""
    labels = F.one_hot(gold.clamp(min=0), count).float()
    pairs = torch.zeros(*labels.shape, count)
    pairs[:, 1:] = labels[:, :-1, :, None] * labels[:, 1:, None, :]
    return labels, pairs
