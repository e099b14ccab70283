"""The lexicon of hedging phrases: where its cues stand in a text, each with the group that it is of.

The shipped one is `hedges.yaml`; `claimx.toml` adds cues and silences them. A cue is found by its words alone, however
the text around it reads: whether it hedges there is told by `claimx.hedges`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimx.hedgetypes import Additions, Group
from claimx.lexicon import lexicon
from claimx.within import among


@dataclass(frozen=True)
class Match:
    """A cue in a text: tokens [start, end), the group, and the rule that found it, in words."""

    start: int
    end: int
    group: Group
    rule: str


@cache
def _shipped() -> tuple[dict[str, list[tuple[tuple[str, ...], Group]]], list[tuple[Group, list, tuple[int, int]]]]:
    """Cues by their first word, and patterns with what of them is the cue."""
    words: dict[str, list[tuple[tuple[str, ...], Group]]] = defaultdict(list)
    patterns = []
    for entry in lexicon("hedges"):
        group = _group(entry)
        for cue in entry.get("cues", ()):
            parts = tuple(str(cue).lower().split())
            words[parts[0]].append((parts, group))
        if "pattern" in entry:
            first, last = entry.get("mark", (0, len(entry["pattern"]) - 1))
            patterns.append((group, entry["pattern"], (first, last)))
    return words, patterns


def _group(entry: dict[str, Any]) -> Group:
    tags = tuple(entry.get("tag", ()))
    return Group(entry["type"], entry["certainty"], entry["told"], tags, bool(entry.get("number")))


@cache
def special(kind: str) -> tuple[Group, dict[str, Any]]:
    """The entry of vague groups ("groups") or of views ("persons"), whose cues are made of several lists."""
    entry = next(e for e in lexicon("hedges") if kind in e)
    return _group(entry), entry if kind == "persons" else entry[kind]


class HedgeList:
    """Finds cues. One of these is made for a vocabulary, and keeps a Matcher."""

    def __init__(self, vocab: Vocab, additions: Additions | None = None):
        words, patterns = _shipped()
        self.additions = additions or Additions()
        self._words = words
        if self.additions.cues:
            self._words = defaultdict(list, {first: list(cues) for first, cues in words.items()})
            for cue, group in self.additions.cues:
                parts = tuple(cue.lower().split())
                self._words[parts[0]].insert(0, (parts, group))
        self._patterns = {}
        self._matcher = Matcher(vocab)
        for number, (group, pattern, mark) in enumerate(patterns):
            name = f"{group.type} pattern {number + 1}"
            self._patterns[vocab.strings.add(name)] = (name, group, mark)
            self._matcher.add(name, [pattern])

    def find(self, doc: Doc) -> list[Match]:
        """All cues, the longer before the shorter where they overlap."""
        found = [m for m in self._all(doc) if doc[m.start : m.end].text.lower() not in self.additions.silenced]
        taken: set[int] = set()
        out = []
        for match in sorted(found, key=lambda m: (m.start - m.end, m.start)):
            if not taken.intersection(range(match.start, match.end)):
                taken.update(range(match.start, match.end))
                out.append(match)
        return sorted(out, key=lambda m: m.start)

    def _all(self, doc: Doc) -> Iterator[Match]:
        lower = [t.lower_ for t in doc]
        for i, word in enumerate(lower):
            for parts, group in self._words.get(word, ()):
                end = i + len(parts)
                if tuple(lower[i:end]) == parts and _has_tag(doc, end - 1, group.tags):
                    yield Match(i, end, group, f"{group.type} cue “{' '.join(parts)}”")
        for key, start, _ in self._matcher(doc):
            name, group, (first, last) = self._patterns[key]
            yield Match(start + first, start + last + 1, group, name)
        yield from _views(doc, lower)
        yield from _vague(doc, lower)


def _has_tag(doc: Doc, i: int, tags: Iterable[str]) -> bool:
    return not tags or any(doc[i].tag_.startswith(tag) for tag in tags)


def _views(doc: Doc, lower: list[str]) -> Iterator[Match]:
    """ "I think", "we don't believe": from the person to the verb."""
    group, lists = special("persons")
    persons, between, verbs, no = (frozenset(lists[k]) for k in ("persons", "between", "verbs", "without"))
    for i, word in enumerate(lower):
        if word not in persons or (i > 0 and (doc[i - 1].tag_ == "MD" or doc[i - 1].lemma_ in ("do", "have"))):
            continue  # "Do I think so?"
        end = i + 1
        while end < len(doc) and end < i + 6 and lower[end] in between:
            end += 1
        if end >= len(doc) or not doc[end].tag_.startswith("VB"):
            continue
        lemma = doc[end].lemma_
        would = any(w in ("would", "'d", "’d") for w in lower[i + 1 : end])
        follows = lower[end + 1] if end + 1 < len(doc) else ""
        clause = any(c.dep_ in ("ccomp", "parataxis") and c.i > end for c in doc[end].children)
        stated = (
            clause
            or lemma in lists["plain"]
            or doc[end].dep_ in ("parataxis", "ccomp", "discourse")
            or follows in ("that", ",", "so")
        )
        if (lemma in verbs and follows not in no and stated) or (lemma == "say" and would and clause):
            yield Match(i, end + 1, group, "a view of one's own")


def _vague(doc: Doc, lower: list[str]) -> Iterator[Match]:
    """ "some critics", "people familiar with the matter": a group that holds or says something, and is not named."""
    group, lists = special("groups")
    nouns, alone, knowing = (frozenset(lists[k]) for k in ("nouns", "alone", "knowing"))
    quantities = sorted((tuple(q.split()) for q in lists["quantities"]), key=len, reverse=True)
    sources = {t.i for span in doc.spans.get("source", ()) for t in span}
    plural = among(doc.to_array("TAG"), ("NNS", "NNPS")).tolist()
    for i, word in enumerate(lower):
        if not (plural[i] or word in ("people", "some", "many", "others", "most")) or doc[i].ent_type_ == "PERSON":
            continue
        token = doc[i]
        start, end = token.i, token.i + 1
        while start > 0 and (doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN") or doc[start - 1].tag_ in ("VBN", "VBG")):
            if doc[start - 1].head.i < start or doc[start - 1].head.i > token.i or doc[start - 1].lower_ == "more":
                break
            start -= 1
        before = next((q for q in quantities if tuple(lower[start - len(q) : start]) == q), None)
        inside = (
            next((q for q in quantities if tuple(lower[start : start + len(q)]) == q), None) if not before else None
        )
        if before is not None:
            start -= len(before)
        knows = end < len(doc) and lower[end] in knowing and token.lower_ in nouns | {"people", "sources", "persons"}
        if knows:
            end = _phrase_end(doc, end)
        speaks = token.i in sources or _is_holder(token)
        noun = token.lemma_.lower() in nouns or token.lower_ in alone
        counted = before is not None or inside is not None
        people = noun or (
            counted and token.lower_ in ("people", "leaders", "voters", "americans", "republicans", "democrats")
        )
        bare = token.i in sources and token.lower_ in alone and _is_bare(doc, start)
        if knows or (speaks and people if counted else bare):
            yield Match(start, end, group, "a vague group that holds or says something")


def _is_bare(doc: Doc, start: int) -> bool:
    """Whether a noun phrase that begins at a token has no article, possessor or demonstrative before it."""
    return start == 0 or (doc[start - 1].tag_ not in ("DT", "PRP$", "POS", "WP$") and not doc[start].ent_type_)


def _is_holder(token: Any) -> bool:
    """Whether a noun is the subject of a verb of thought, speech or seeming."""
    if token.dep_ not in ("nsubj", "nsubj:pass", "nsubjpass"):
        return False
    return token.head.lemma_.lower() in _holding()


@cache
def _holding() -> frozenset[str]:
    """Verbs of thought, speech and seeming."""
    lists = lexicon("cues")
    words = {w for kind in ("act", "stance") for several in lists[kind].values() for w in several}
    return frozenset(words | set(lists["plain"]) | {"seem", "appear", "agree"})


def _phrase_end(doc: Doc, start: int) -> int:
    """Behind "familiar with the matter", "close to the talks"."""
    end = start + 1
    while end < min(len(doc), start + 8) and doc[end].pos_ in ("ADP", "DET", "ADJ", "NOUN", "PROPN", "PART"):
        if doc[end].pos_ == "ADP" and end > start + 1:
            break
        end += 1
    return end
