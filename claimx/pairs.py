"""Anaphors, the mentions before them for which they may stand, and what is known of each pair."""

import itertools
from dataclasses import dataclass

import numpy as np

from claimx import called, roles
from claimx.agreement import MentionTable
from claimx.descriptions import Description
from claimx.lexicon import word_list
from claimx.mentions import NAME, NOUN, Mentions
from claimx.names import Names
from claimx.namewords import is_dateline

# Within how many words before "as" and a name it is told that somebody gave it.
_GIVEN = 8
# How many mentions before an anaphor are looked at, and how many of the others named in the article. Both are fixed,
# so that the work grows with the text and not with its square.
WINDOW, ROOM, FAR = 160, 40, 10


@dataclass
class Pairs:
    """What antecedents are chosen from.

    anaphor, candidate: (pairs,) mentions, an anaphor's pairs in one run and the last of them with itself, for none.
    features: (pairs, n). prior: (pairs,) what nouns tell by their words, in nats, on top of what is learnt. same:
    mentions that the syntax makes one with a name. descriptions: of persons, by the number of their first mention.
    """

    anaphor: np.ndarray
    candidate: np.ndarray
    features: np.ndarray
    prior: np.ndarray
    names: Names
    same: dict[int, int]
    descriptions: dict[int, list[Description]]


def find_pairs(found: Mentions) -> Pairs:
    """All anaphors of a text with their candidates."""
    names = Names(found)
    called.correct(found, names)
    descriptions = {n.mentions[0]: [d for i in n.mentions for d in roles.of_name(found, i)] for n in names.people}
    same = _apposed(found)
    if not len(found):
        nothing = np.zeros(0, dtype="int64")
        return Pairs(nothing, nothing, np.zeros((0, 0)), np.zeros(0), names, same, descriptions)
    table = MentionTable(found, names, descriptions)
    anaphor, candidate, rank = _candidates(table, same)
    words = table.words(anaphor, candidate)
    turns = table.turns(anaphor, candidate)
    features = table.features(anaphor, candidate, rank, words, turns)
    prior = table.prior(words, turns)
    return Pairs(anaphor, candidate, features, prior, names, same, descriptions)


def _apposed(found: Mentions) -> dict[int, int]:
    """Nouns in apposition to a name, or a name's title: the noun's mention to the name's."""
    out = {}
    for i in np.flatnonzero(found.form == NAME).tolist():
        token = found.doc[int(found.head[i])]
        if found.type[i] != "PERSON":
            continue
        other = found.at(token.head.i) if token.dep_ == "appos" else None
        if other is not None and found.form[other] == NOUN:
            out[other] = i
        else:
            before = roles.before_comma(found, found.span(i))
            other = found.at(before) if before is not None else _who_gave(found, int(found.start[i]))
            if other is not None and found.form[other] == NOUN:
                out[other] = i
    for i in np.flatnonzero(found.form == NOUN).tolist():
        token = found.doc[int(found.head[i])]
        if token.dep_ == "appos":
            other = found.at(token.head.i)
            if other is not None and found.form[other] == NAME and not is_dateline(found.span(other)):
                out[i] = other
    return out


def _who_gave(found: Mentions, start: int) -> int | None:
    """Who is told to have given the name that begins at a token: "a trader who gave her name only as Mama Tega"."""
    doc, as_ = found.doc, start - 1
    while as_ > 0 and (doc[as_].text == "." or doc[as_].lower_.rstrip(".") in word_list("titles", "names")):
        as_ -= 1
    if as_ < 2 or doc[as_].lower_ != "as":
        return None
    verb = next((t for t in doc[max(1, as_ - _GIVEN) : as_] if t.lemma_ in ("give", "identify")), None)
    if verb is None:
        return None
    words = {t.lower_ for t in doc[verb.i + 1 : as_]}
    who = doc[verb.i - 1]
    if words.isdisjoint(("name", "himself", "herself", "themselves")) or who.lower_ != "who":
        return None
    noun = who.i - 1 - (doc[who.i - 1].text == ",")
    return found.at(verb.head.i if verb.dep_.startswith("acl") else noun)


def _candidates(table: MentionTable, same: dict[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(pairs,) anaphors, candidates, and how many candidates are nearer."""
    empty = np.zeros(0, dtype="int64")
    left, right, ranks = [empty], [empty], [empty]
    last_of: dict[int, int] = {}  # the last mention of each named one, latest last
    cluster = table.cluster.tolist()
    done = 0
    for i in table.anaphors():
        if i in same:
            continue
        for j in range(done, i):
            who = cluster[j]
            if who >= 0:
                last_of.pop(who, None)
                last_of[who] = j
        done = i
        latest = [*itertools.islice(reversed(last_of.values()), 3 * FAR)][::-1]
        before = np.array([*latest, *range(max(0, i - WINDOW), i)], dtype="int64")
        fits = table.fits(i, before)
        far, near = before[: len(latest)][fits[: len(latest)]], before[len(latest) :][fits[len(latest) :]][-ROOM:]
        far = far[far < (near[0] if len(near) else i)][-FAR:]
        chosen = np.concatenate([np.sort(far), near, [i]])
        left.append(np.full(len(chosen), i))
        right.append(chosen)
        ranks.append(np.arange(len(chosen))[::-1])
    return np.concatenate(left), np.concatenate(right), np.concatenate(ranks)
