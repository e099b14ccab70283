"""Which claim of one record is which of another: by meaning, never by position.

Same id; then the same speaker and the most alike quotation; then a quotation that is alike whoever says it. What is
compared is bounded by an index of words: two records of thousands of claims take no time that grows with the square.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimx.lexicon import word_list
from claimx.wording import words

# How alike quotations must be to be one: of the same speaker, of another; and what standing at the same place counts.
_SAME, _OTHER, _PLACE = 0.38, 0.6, 0.1
# How much of a part's words must be in the whole, and of the whole's words in the parts.
_INSIDE, _COVERED = 0.8, 0.75
# A word in more claims than this finds none; of those found, so many are compared.
_COMMON, _COMPARED = 60, 8
_STEM = 5  # letters by which words are taken for the same: "rise", "rises"


@dataclass
class Matching:
    """pairs: (old, new, rule), rule one of id, speaker, text. splits: old and its parts. merges: parts and new."""

    pairs: list[tuple[int, int, str]] = field(default_factory=list)
    splits: list[tuple[int, list[int]]] = field(default_factory=list)
    merges: list[tuple[list[int], int]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Said:
    """What of a claim is compared."""

    id: str
    speaker: frozenset[str]
    words: tuple[str, ...]
    weights: dict[str, float]
    total: float


def speaker_key(claim: dict[str, Any]) -> frozenset[str]:
    """The words of a speaker's name, or of the mention where nobody is named; marked, so that neither is the other."""
    speaker = claim["speaker"]
    if speaker["name"]:
        return frozenset(words(speaker["name"]))
    kept = [word for word in words(speaker["mention"] or "") if word not in ("the", "a", "an")]
    return frozenset(f"?{word}" for word in kept or [""])


def same_speaker(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two keys can be one speaker's: the words of one are the other's too."""
    return a <= b or b <= a


def match(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> Matching:
    """Pairs the claims of two records; both in text order."""
    left, right = [_said(claim) for claim in old], [_said(claim) for claim in new]
    out = Matching()
    free, open_ = dict.fromkeys(range(len(left))), dict.fromkeys(range(len(right)))

    def take(i: int, j: int, rule: str) -> None:
        out.pairs.append((i, j, rule))
        del free[i], open_[j]

    for key, rule in (
        (lambda said: said.id, "id"),
        (lambda said: (said.speaker, said.words), "speaker"),
        (lambda said: said.words, "text"),
    ):
        for i, j in _equal(left, right, list(free), list(open_), key):
            take(i, j, rule)
    for i, parts in _parts(left, right, list(free), list(open_)):
        out.splits.append((i, parts))
        del free[i]
        for j in parts:
            del open_[j]
    for j, parts in _parts(right, left, list(open_), list(free)):
        out.merges.append((parts, j))
        del open_[j]
        for i in parts:
            del free[i]
    for i, j, rule in _alike(left, right, list(free), list(open_), out.pairs):
        take(i, j, rule)
    out.pairs.sort()
    out.removed, out.added = list(free), list(open_)
    return out


def _said(claim: dict[str, Any]) -> _Said:
    said = tuple(words(claim["quote"]["text"]))
    little = word_list("little", "matching")
    weights: defaultdict[str, float] = defaultdict(float)
    for word in said:
        weights[word[:_STEM]] += 0.2 if word in little else 1.0
    return _Said(claim["id"], speaker_key(claim), said, weights, sum(weights.values()))


def _equal(left, right, free: Iterable[int], open_: Iterable[int], key) -> list[tuple[int, int]]:
    """Those with the same key, in text order where several have it."""
    where = defaultdict(list)
    for j in open_:
        where[key(right[j])].append(j)
    for several in where.values():
        several.reverse()
    return [(i, where[key(left[i])].pop()) for i in free if where.get(key(left[i]))]


def _similarity(a: _Said, b: _Said) -> float:
    """Weighted Dice of the words, 0 to 1."""
    small, large = (a, b) if len(a.weights) <= len(b.weights) else (b, a)
    shared = sum(min(weight, large.weights[stem]) for stem, weight in small.weights.items() if stem in large.weights)
    return 2 * shared / (a.total + b.total) if a.total + b.total else 0.0


def _index(several: Sequence[_Said], numbers: Iterable[int]) -> dict[str, list[int]]:
    index = defaultdict(list)
    for i in numbers:
        for stem in several[i].weights:
            index[stem].append(i)
    return index


def _near(said: _Said, index: dict[str, list[int]], most: int) -> list[int]:
    """The numbers of those that share the most of its words."""
    votes: defaultdict[int, float] = defaultdict(float)
    for stem, weight in said.weights.items():
        found = index.get(stem, ())
        if len(found) <= _COMMON:
            for i in found:
                votes[i] += weight
    return [i for i, _ in sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]


def _parts(wholes, pieces, whole_numbers: list[int], piece_numbers: list[int]) -> list[tuple[int, list[int]]]:
    """Claims that stand as several on the other side: each part's words are the whole's, and together they say it."""
    out = []
    index, used = _index(pieces, piece_numbers), set[int]()
    for i in whole_numbers:
        whole = wholes[i]
        if len(whole.words) < 4:
            continue
        left, found = Counter(whole.words), []
        for j in sorted(_near(whole, index, 2 * _COMPARED)):
            part = pieces[j]
            if j in used or not part.words or len(part.words) >= len(whole.words):
                continue
            inside = sum((Counter(part.words) & left).values())
            if inside >= _INSIDE * len(part.words) and same_speaker(whole.speaker, part.speaker):
                left -= Counter(part.words)
                found.append(j)
        if len(found) > 1 and len(whole.words) - left.total() >= _COVERED * len(whole.words):
            out.append((i, found))
            used.update(found)
    return out


def _alike(left, right, free: list[int], open_: list[int], pairs) -> list[tuple[int, int, str]]:
    """The best pairs of what is left, best first; one is at the same place if those around it are pairs."""
    partner = {i: j for i, j, _ in pairs}
    matched = sorted(partner)
    back = {j: n for n, j in enumerate(sorted(partner.values()))}
    new_matched = sorted(back)
    gap_of_old = {i: _gap(matched, i, partner) for i in free}
    gap_of_new = {j: new_matched[k - 1] if (k := bisect_right(new_matched, j)) else -1 for j in open_}
    by_gap = defaultdict(list)
    for i in free:
        by_gap[gap_of_old[i]].append(i)
    index = _index(left, free)
    scored = []
    for j in open_:
        beside = by_gap[gap_of_new[j]]
        near = bisect_right(beside, j)
        for i in dict.fromkeys([*_near(right[j], index, _COMPARED), *beside[max(0, near - 3) : near + 3]]):
            same = same_speaker(left[i].speaker, right[j].speaker)
            place = gap_of_old[i] == gap_of_new[j]
            likeness = _similarity(left[i], right[j])
            if likeness + _PLACE * place >= (_SAME if same else _OTHER):
                scored.append((-(likeness + _PLACE * place + 0.2 * same), i, j, "speaker" if same else "text"))
    out, gone, taken = [], set[int](), set[int]()
    for _, i, j, rule in sorted(scored):
        if i not in gone and j not in taken:
            out.append((i, j, rule))
            gone.add(i)
            taken.add(j)
    return out


def _gap(matched: list[int], i: int, partner: dict[int, int]) -> int:
    """The partner of the last claim before one that has any, -1 if none has."""
    k = bisect_right(matched, i)
    return partner[matched[k - 1]] if k else -1
