"""Titles: the words before a name, parted into what somebody is and where. "Meta CEO" Mark Zuckerberg."""

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from claimx.descriptions import BODIES, Description, can_be_role, in_compound, is_nation, is_of_state, joined
from claimx.lexicon import word_list
from claimx.mentions import Mentions
from claimx.namewords import clean
from claimx.phrases import is_bare_name, of_one
from claimx.within import entities_in

_GENITIVES = ("'s", "’s", "’")
_LINKS = ("of", "for", "and", "-", "/", "&")
_NOMINAL = ("NOUN", "PROPN")
# What stands in the title of an office and is no body's: "U.S. Attorney".
_STATES = ("U.S.", "US")


def title(mentions: Mentions, name: Span) -> Description | None:
    """The description in the words before a name; None if they are none."""
    key = "title", name.start, name.end
    if key not in mentions.told:
        mentions.told[key] = _title(mentions.doc, name)
    return mentions.told[key]


def _title(doc: Doc, name: Span) -> Description | None:
    begin = name.start
    while begin > 0 and doc[begin - 1].lower_ in word_list("courtesy"):
        begin -= 1
    start = begin
    while start > 0 and _belongs(doc, start - 1, begin):
        start -= 1
    while start < begin and (doc[start].pos_ in ("ADP", "CCONJ", "PUNCT") or doc[start].tag_ == "POS"):
        start += 1
    start = _of_office(doc, start, begin)
    if 2 < start < begin and _is_led_by(doc, start):
        start -= 3  # "Leader of the Opposition"
    run = doc[start:begin]
    if len(run) > 1 and run[-1].tag_ == "POS":
        owner = next((e for e in entities_in(run) if e.label_ == "ORG" and e.end == begin - 1), None)
        return (
            Description(None, clean(owner.text), at=owner.root.i, tie="owner") if owner is not None else None
        )  # "NBC's Dante Chinni"
    if not len(run) or not _hangs_on(run, name):
        return None
    return _owned(doc, start, begin) or _its(doc, start, _parted(doc, start, begin))


def _its(doc: Doc, start: int, told: Description | None) -> Description | None:
    """A title with the pronoun before it that tells whose it is: "its president Jane Roe"."""
    if told is None or not told.role or told.affiliation is not None or told.near is not None:
        return told
    if start == 0 or doc[start - 1].lower_ not in ("its", "their"):
        return told
    return replace(told, near=start - 1, tie="its")


def _is_of_two(word: Token) -> bool:
    """Whether a word in capitals is the first of two that a title names: "President and CEO", "Health and Human
    Services Secretary"."""
    kinds = (("matters",), ("corporate",), ("offices", "names"))
    return not word.is_lower and any(word.lower_ in word_list(*kind) for kind in kinds)


def _are_of_a_firm(first: Token, second: Token) -> bool:
    """Whether two words are offices that one person may hold: "founder and CEO"."""
    return all(t.lower_ in word_list("corporate") for t in (first, second))


def _is_led_by(doc: Doc, i: int) -> bool:
    """Whether an office in capitals is of what begins at a token, in capitals too: "Leader of the Opposition"."""
    office, of, the = doc[i - 3], doc[i - 2].lower_, doc[i - 1].lower_
    led = (of, the) == ("of", "the") and office.is_title and doc[i].is_title
    return led and office.lower_ in word_list("offices", "names")


def _of_office(doc: Doc, start: int, end: int) -> int:
    """Where a title begins that ends with an office in capitals: behind "of" and "and" where what stands before them
    is none of it: "the cottage of Lt. Gov. Jane Roe", "Texas and Gov. Jane Roe"."""
    last = doc[end - 1]
    if end > start and last.text[0].isupper() and last.lower_.rstrip(".") in word_list("offices", "names"):
        for i in range(end - 2, start, -1):
            pair = doc[i].lower_ == "and" and (_is_of_two(doc[i - 1]) or _are_of_a_firm(doc[i - 1], doc[i + 1]))
            cut = doc[i].lower_ in ("of", "for", "and") and (doc[i - 1].is_lower or doc[i].lower_ == "and")
            if cut and not pair:
                return i + 1
    return start


def _owned(doc: Doc, start: int, end: int) -> Description | None:
    """A title behind whose it is: "Hillary Clinton’s campaign manager", "the union’s general secretary"."""
    if start < 2 or doc[start - 1].tag_ != "POS" or doc[start].lower_ not in word_list("matters") | word_list("ranks"):
        return None
    role = joined(list(doc[start:end]))
    if (
        any(t.ent_type_ for t in doc[start:end])
        or doc[end - 1].pos_ not in _NOMINAL
        or not can_be_role(doc[end - 1], role)
    ):
        return None
    owner = next((e for e in entities_in(doc[max(0, start - 12) : start - 1]) if e.end == start - 1), None)
    if owner is not None:
        body = owner.label_ in (*BODIES, "PERSON")
        return Description(role, clean(owner.text), at=end - 1, tie="owner") if body else None
    return Description(role, None, start - 2, at=end - 1, tie="owner") if doc[start - 2].pos_ == "NOUN" else None


def _belongs(doc: Doc, i: int, name: int) -> bool:
    """Whether a token can be part of a title before a name that begins at `name`."""
    token = doc[i]
    if token.is_space or token.ent_type_ in ("DATE", "TIME") or token.tag_ in ("PRP$", "WP$", "DT", "PDT"):
        return False
    if token.ent_type_ == "PERSON":
        # "Meta CEO": a body that is taken for a person.
        alone = token.ent_iob_ == "B" and doc[i + 1].ent_iob_ != "I" and len(token) > 1
        return alone and i + 1 < name and token.dep_ in ("compound", "nmod:desc")
    if token.pos_ in _NOMINAL or token.ent_type_ in BODIES:
        return token.tag_ != "NNS" or i < name - 1 or not token.lower_.endswith("s")
    if token.pos_ == "ADJ":
        return True
    if token.tag_ == "POS" and i == name - 1:
        return i > 0 and doc[i - 1].ent_type_ == "ORG"
    if token.text == ".":
        return _is_cut_short(token)
    if in_compound(doc, i):
        return True  # "Editor-in-chief"
    if token.lower_ not in (*_GENITIVES, *_LINKS):
        return False
    between = 0 < i < name - 1 and doc[i - 1].pos_ in _NOMINAL and doc[i + 1].pos_ in (*_NOMINAL, "ADJ")
    if token.lower_ == "for" and between:
        # "vice-president for sales", but "bad news for Ohio Gov."
        word = doc[i - 1].lower_
        return any(word in word_list(*kind) for kind in (("offices", "names"), ("staff",), ("portfolios",)))
    # "the deal with Acme and founder Ann Lee": a name before "and" is of another phrase.
    return between and not (token.lower_ == "and" and doc[i - 1].ent_type_)


def _is_cut_short(token: Token) -> bool:
    """Whether it is the point of a rank that is cut short: "Lt. Gov.", "Sgt."."""
    return token.text == "." and token.i > 0 and token.doc[token.i - 1].lower_ in word_list("military")


def _hangs_on(run: Span, name: Span) -> bool:
    """Whether the words and the name are tied in the tree, or are at least one thing to another word."""
    last = run[-2] if _is_cut_short(run[-1]) and len(run) > 1 else run[-1]
    if last.pos_ not in (*_NOMINAL, "ADJ"):
        return False
    if run.start <= last.head.i < name.end or run.start <= name.root.head.i < name.start:
        return True
    is_title = last.text[:1].isupper() and not last.ent_type_
    if is_title and last.lower_.rstrip(".") in word_list("offices", "names"):
        return True
    return is_title and run.root.head == name.root.head and run.root.dep_ == name.root.dep_


def _parted(doc: Doc, start: int, end: int) -> Description | None:
    """A run of words into role and affiliation."""
    place = _place(doc, start, end)
    near = None
    if place is None and end - start > 1 and _is_body_noun(doc, start):
        near, start = start, start + 1  # "company spokeswoman"
    nation = next((t for t in doc[start:end] if is_nation(t)), None) if place is None and near is None else None
    words = [t for t in doc[start:end] if t != nation and (place is None or not place.start <= t.i < place.end)]
    while words and (
        words[0].pos_ in ("ADP", "PUNCT", "PART", "CCONJ", "DET")
        or words[0].lower_ in _GENITIVES
        or words[0].lower_.rstrip(".") in ("mr", "mrs", "ms")  # "Mr Justice Cornhill"
    ):
        words = words[1:]
    while words and words[-1].pos_ in ("ADP", "PUNCT", "PART", "CCONJ") and not _is_cut_short(words[-1]):
        words = words[:-1]
    parties = word_list("parties", "names")
    count = next((i for i, word in enumerate(words) if word.lower_ not in parties), len(words))
    party, words = joined(words[:count]), words[count:]
    if party is not None and not words:
        return Description(None, party, tie="compound")  # "Republican Cole Vandermeer"
    body = _body_in(words) if place is None and near is None else 0
    whose, words = words[:body], words[body:]
    role = of_one(joined(words), words[-1]) if words else None
    ranked = bool(words) and _is_cut_short(words[-1])
    nominal = ranked or (bool(words) and (words[-1].pos_ in _NOMINAL or words[-1].lower_ in word_list("corporate")))
    nominal |= len(words) > 2 and in_compound(doc, words[-2].i)  # "Editor-at-Large"
    if not nominal or not can_be_role(words[-2] if ranked else words[-1], role):
        role = None
    if role is None and (place is None or place.end == end):
        return None
    told = clean(place.text) if place is not None else joined(whose) or (nation.text if nation is not None else party)
    at = words[-1].i - ranked if role is not None else place.root.i if place is not None else end - 1
    bare = place is None and not whose and near is None
    tie = "" if told is None and near is None else "nation" if bare and nation is not None else "compound"
    return Description(role, told, near, at=at, tie=tie)


def _body_in(words: list[Token]) -> int:
    """How many words before a role tell a body: two of "school board president", none of "deputy police chief"."""
    ranks, bodies = word_list("ranks"), word_list("bodies")
    ends = [i + 1 for i, word in enumerate(words[:-1]) if i and word.lower_ in bodies and not _is_ranked(word)]
    plain = bool(ends) and words[0].pos_ == "ADJ" and words[0].is_lower
    return 0 if not ends or words[0].lower_ in ranks or plain else ends[-1]


def _is_ranked(word: Token) -> bool:
    """Whether a word in capitals is a part of an office and no body: "District Judge"."""
    return word.is_title and word.lower_ in word_list("rankings")


def _is_body_noun(doc: Doc, i: int) -> bool:
    """Whether it is a noun such as "company" and no name: "Council President" too."""
    word = doc[i]
    if is_of_state(doc, i) or _is_ranked(word):
        return False
    return word.lower_ in word_list("bodies") and (word.is_lower or (word.pos_ in _NOMINAL and not word.ent_type_))


def _place(doc: Doc, start: int, end: int) -> Span | None:
    """The organisation or place in a title."""
    entities = [e for e in entities_in(doc[start:end]) if e.label_ in BODIES and e.label_ != "NORP" and e.end < end]
    entities = [e for e in entities if e.text.lower() not in word_list("parties", "names")]
    entities = [e for e in entities if e.text not in _STATES or doc[e.end].lower_ not in word_list("federal")]
    entities.sort(key=lambda e: e.label_ != "ORG")
    if not entities:
        return _unlabelled(doc, start, end)
    place = entities[0]
    if place.start > start and doc[place.start - 1].lower_ == "of" and place.label_ == "ORG":
        return None  # "Secretary of State"
    offices = word_list("offices", "names")
    while (
        place.end < end - 1
        and is_bare_name(doc, place.end)
        and doc[place.end].lower_ not in offices
        and doc[place.end + 1].is_lower
    ):
        place = doc[place.start : place.end + 1]  # "Google DeepMind researcher"
    return place


def _unlabelled(doc: Doc, start: int, end: int) -> Span | None:
    """A name that no entity is, before a noun that can be no part of it: "Meta CEO", "Lumen researcher"."""
    stop = start
    if doc[start].lower_.rstrip(".") in word_list("military"):
        return None  # "Lt. Gov."
    while stop < end - 1 and (is_bare_name(doc, stop) or doc[stop].ent_type_ == "PERSON"):
        stop += 1
        if doc[stop - 1].ent_type_ == "PERSON" and doc[stop - 1].lower_.rstrip(".") not in word_list("ranks"):
            return doc[start:stop]
    head = doc[stop]
    matter = doc[start].lower_ in word_list("matters") or head.lower_ in word_list("ministers", "names")
    if stop == start + 1 and doc[start].is_sent_start and matter:
        return None  # "Fire chief", "Business secretary"
    short = head.text.isupper() and len(head) <= 4 and head.text not in _STATES
    plain = short or (head.is_lower and head.pos_ == "NOUN")
    if stop == start or not plain:
        return _before_office(doc, start, end)
    if doc[stop - 1].lower_ in word_list("labels"):
        stop -= 1
    return doc[start:stop] if stop > start else None


def _before_office(doc: Doc, start: int, end: int) -> Span | None:
    """The names before an office in capitals: "Ohio Gov.", "Vermont Attorney General"; none before what it is for."""
    kinds = ("ranks", "rankings", "military", "grades", "corporate", "leading", "matters")
    words = [word_list("offices", "names"), *map(word_list, kinds)]
    told = (i for i in range(start, end) if any(doc[i].lower_.rstrip(".") in kind for kind in words))
    first = next(told, start)
    office = doc[first].text[:1].isupper() and doc[first].lower_ not in word_list("matters")
    if doc[start].text in _STATES and doc[first].lower_ in word_list("federal"):
        return None
    names = all(is_bare_name(doc, i) and not doc[i].ent_type_ for i in range(start, first))
    return doc[start:first] if first > start and office and names else None
