"""What kind of thing a name is, from all that an article tells of it.

The entity layer reads one sentence at a time; here every mention of a name votes, with what stands around it: "shares
of X", "payment firm X", "X's chairman" and "X, a maker of chips" are of a body, whatever X looks like.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc, Token

from claimx import gender
from claimx.lexicon import lexicon, word_list
from claimx.namewords import is_based
from claimx.workplaces import is_club

NAMED = ("PERSON", "ORG", "LOC", "GPE", "NORP", "FAC")
# What the label of a name counts, where a person's is doubtful; the kinds count 1 together.
_DOUBTFUL = 0.3
# What words around a name count.
_TOLD = 2.0
# What "its" counts, behind a name in its clause.
_ITS = 1.0
# How likely a name that no entity is must be a person's.
_PLAINLY = 0.5
_CLAUSE = 14  # tokens of a clause in which "its" is looked for
_LOCATIVE = ("in", "at", "near", "from", "to", "outside", "around", "through")
_FAR = 7  # tokens behind a comma in which an apposition has its noun


def name_labels(
    doc: Doc, names: Sequence[tuple[int, int, int] | None], kinds: list[tuple[np.ndarray, str]]
) -> list[str]:
    """The label of each name; "" for what is None or no entity.

    names: (start, end, head), tokens. kinds: (names,) probabilities of a kind, and its label.
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    keys = {}
    entities = doc.ents
    full = {t.lower_ for e in entities if e.label_ == "PERSON" and len(e) > 1 and _known(doc, e.start) for t in e}
    surnames = {e.text.split()[-1].lower() for e in entities if e.label_ == "PERSON" and len(e) > 1}
    for i, name in enumerate(names):  # "Perpetua Nyland", whatever its label, if it looks like somebody
        if name is not None and name[1] - name[0] > 1 and any(k == "PERSON" and p[i] > _PLAINLY for p, k in kinds):
            surnames.add(doc[name[1] - 1].lower_)
    single = [e for e in entities if e.label_ == "PERSON" and len(e) == 1]
    alone = {e[0].lower_ for e in single}
    titled = {e[0].lower_ for e in single if _is_titled(doc, e.start, e.end)}
    short = alone - titled - surnames - {e[0].lower_ for e in single if _is_led(doc, e.start) or _goes_on(doc, e.end)}
    bodies = word_list("bodies", "names")
    for i, name in enumerate(names):
        if name is None:
            continue
        start, end, head = name
        label = doc[head].ent_type_
        if label not in NAMED:
            # A full name that no entity is: somebody's, if it looks like that.
            long = end - start > 1 and all(t.pos_ == "PROPN" and t.is_title for t in doc[start:end])
            long = long and not all(t.lower_ in word_list("titles", "names") for t in doc[start:end])
            if end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "B":
                continue  # "District Collector K. Raghavan"
            if label or not long or not any(k == "PERSON" and p[i] > _PLAINLY for p, k in kinds):
                continue
            label = "PERSON"
        key = keys[i] = doc[start:end].text.removesuffix("’s").removesuffix("'s").lower()
        surname = " " not in key and key in surnames
        # A name of one word, no part of a full one and no first name, is taken for a person too often.
        doubtful = label == "PERSON" and doc[start].lower_ not in full and not _known(doc, start) and not surname
        votes[key][label] += _DOUBTFUL if doubtful and end - start == 1 else 1
        if label != "PERSON" and 1 < end - start < 4 and doc[end - 1].lower_ in alone:
            votes[key]["PERSON"] += _TOLD  # "Iñigo Barrenetxea" is somebody if Barrenetxea is
        if 1 < end - start < 4 and doc[end - 1].lower_ in titled:
            votes[key]["PERSON"] += _TOLD  # and if Mr Barrenetxea is
        if surname and label != "PERSON":
            placed = start > 0 and doc[start - 1].lower_ in _LOCATIVE
            votes[key]["PERSON"] += 0 if placed else _TOLD  # "Arrington said", after Lupe Arrington
        votes[key]["PERSON"] += _TOLD * _is_told_a_person(doc, start, end)
        if is_based(doc, end + 1):
            votes[key]["LOC"] += _TOLD  # "Boston-based"
        elif doubtful or label != "PERSON":
            told = _TOLD * _is_told_a_body(doc, start, end) + _ITS * _has_its(doc, end, head)
            votes[key]["ORG"] += told / 2 if surname else told  # people have a staff and shares, too
        if is_based(doc, start - 1):
            votes[key]["ORG"] += 2 * _TOLD  # "Boston-based Northfold"
        if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ == "which":
            votes[key]["PERSON"] -= 1
            votes[key]["ORG"] += 1  # "Tarrant, which employs 3,000 people"
        if end - start > 1 and (doc[start].lower_ in bodies or doc[end - 1].lower_ in bodies):
            votes[key]["ORG"] += _TOLD * (label != "LOC")  # "National Weather Service"
        if key in lexicon("names")["known_parties"]:
            votes[key]["ORG"] += _TOLD
        if _is_titled(doc, start, end):
            votes[key]["PERSON"] += _TOLD
        for probability, other in kinds:
            votes[key][other] += float(probability[i])
    longer = [key.split() for key, told in votes.items() if " " in key and max(told, key=told.__getitem__) == "ORG"]
    begun = {words[0] for words in longer if words[-1] not in word_list("followings", "names")}
    clubs = {words[0] for words in longer if is_club(words[-1])}
    for key in short & begun & votes.keys():
        if gender.of_first_name(key) == gender.UNKNOWN or key in clubs:
            votes[key]["ORG"] += votes[key]["PERSON"] + _TOLD  # "Velden", where Velden Systems is a body
    by_first: dict[str, list[str]] = defaultdict(list)
    for key in votes:
        by_first[key.split(" ")[0]].append(key)
    for key in votes:
        # "St Brannoc’s last year", where St Brannoc’s Hospital is a body: nobody's first name begins it.
        if " " in key and max(votes[key], key=votes[key].__getitem__) == "PERSON" and not _begins_with_first_name(key):
            alike = by_first[key.split(" ")[0]]
            whole = [k for k in alike if k.startswith((f"{key} ", f"{key}’s ", f"{key}'s "))]
            votes[key]["ORG"] += _TOLD * sum(votes[k]["ORG"] > votes[k]["PERSON"] for k in whole)
    return [max(votes[keys[i]], key=votes[keys[i]].__getitem__) if i in keys else "" for i in range(len(names))]


def _is_titled(doc: Doc, start: int, end: int) -> bool:
    """Whether a name begins with a person's title or stands behind one: "Smt Kulkarni", "Ms Garrity"."""
    titles = gender.table("titles")
    own = end - start > 1 and doc[start].lower_.rstrip(".") in titles
    return own or (start > 0 and doc[start - 1].is_title and doc[start - 1].lower_.rstrip(".") in titles)


def _is_led(doc: Doc, start: int) -> bool:
    """Whether an office stands before a name: "President Trump"."""
    return start > 0 and doc[start - 1].lower_.rstrip(".") in word_list("offices", "names")


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether a name goes on in a word that was taken for none of it: "Brandt" of "Brandt Lake Mayor"."""
    return end < len(doc) and doc[end].is_title and doc[end].pos_ == "PROPN"


def _begins_with_first_name(name: str) -> bool:
    return gender.of_first_name(name.split()[0]) != gender.UNKNOWN


def _known(doc: Doc, i: int) -> bool:
    return gender.of_first_name(doc[i].lower_) != gender.UNKNOWN


def _has_its(doc: Doc, end: int, head: int) -> bool:
    """Whether the subject of a clause is taken up by "its": "Novarra would cut a tenth of its engineers"."""
    if doc[head].dep_ not in ("nsubj", "nsubj:pass", "nsubjpass"):
        return False
    for token in doc[end : min(len(doc), end + _CLAUSE)]:
        if token.is_sent_start or token.text in ',;:“”"' or token.ent_type_ in NAMED or token.lower_ in ("it", "that"):
            return False
        if token.lower_ == "its":
            return True
    return False


def _is_told_a_body(doc: Doc, start: int, end: int) -> bool:
    """Whether the words around a name are such as stand with a body only."""
    belongings, bodies = word_list("belongings", "names"), word_list("companies") | word_list("ventures", "names")
    before = doc[max(0, start - 2) : start]
    if len(before) and before[-1].is_lower and before[-1].pos_ == "NOUN" and before[-1].lower_ in bodies:
        return True  # "payment firm X"
    if len(before) == 2 and before[-1].text == "," and before[0].is_lower and before[0].lower_ in bodies:
        return True  # "the developer, X"
    if len(before) == 2 and before[0].lower_ == "who" and before[-1].lemma_ in lexicon("roles")["verbs"]:
        return True  # "who runs X"
    if len(before) == 2 and before[-1].lower_ in ("of", "in", "at", "from") and before[0].lower_ in belongings:
        return True  # "shares in X"
    behind = doc[end : min(len(doc), end + _FAR)]
    if not len(behind):
        return False
    if behind[0].tag_ == "POS" and (owned := doc[start:end].root.head).i > end:
        between = {t.lower_ for t in doc[end : owned.i]}
        return owned.lower_ in belongings and "campaign" not in between  # "X's chairman", but no campaign chairman of X
    if behind[0].is_lower and behind[0].lower_ in belongings:
        return True  # "X shares"
    if behind[0].text == "," and len(behind) > 2 and behind[1].lower_ in ("a", "an", "the"):
        noun = apposed(doc, end + 2)
        return noun is not None and noun.lower_ in bodies  # "X, a maker of chips"
    return False


def _is_told_a_person(doc: Doc, start: int, end: int) -> bool:
    """Whether what follows a name is such as follows a person's only: ", who", ", 46,", ", the company's chief"."""
    if end >= len(doc) or not (doc[end].text == "," or doc[end].lower_ == "who"):
        return False
    behind = doc[end : min(len(doc), end + 3)]
    inside = start > 0 and doc[start - 1].lower_ in ("of", *_LOCATIVE)  # "a judge in Oakland who"
    if inside or not all(t.is_title or t.is_upper or t.is_punct for t in doc[start:end]):
        return False
    if behind[0].lower_ == "who":
        return True
    if len(behind) < 3:
        return False
    if behind[1].lower_ == "who" or (behind[2].text == "," and re.fullmatch(r"[1-9]\d", behind[1].text)):
        return True
    noun = apposed(doc, end + 1)
    people = word_list("offices", "names") | word_list("corporate") | word_list("staff")
    return noun is not None and noun.lower_ in people


def apposed(doc: Doc, i: int) -> Token | None:
    """The head of the noun phrase that may begin at a token: the last of its first nouns, no possessor."""
    for token in doc[i : min(len(doc), i + _FAR)]:
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if token.pos_ == "NOUN" and (after is None or (after.pos_ != "NOUN" and after.tag_ != "POS")):
            return token
        if token.pos_ in ("VERB", "AUX", "ADP", "PRON", "SCONJ") and token.tag_ != "PRP$":
            return None
    return None
