"""The words of names: what tells one name from another, and what stands about a name and is no part of it."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from spacy.tokens import Doc, Span

from claimx.lexicon import lexicon, word_list
from claimx.quotes import trim

# "C.I.A", which ends with a dot.
_LETTERS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
# Within how many tokens of its place a dateline ends.
_DATELINE = 6
# How many tokens stand behind a name in a byline.
_BYLINE = 12


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for line in lexicon("names")["nicknames"]:
        words = line.split()
        for word in words:
            out[word] |= set(words)
    return {word: frozenset(same) for word, same in out.items()}


@lru_cache(maxsize=1 << 14)  # an article has the same names over and over
def clean(text: str) -> str:
    """A name without marks at its edges, a genitive and an article."""
    start, end = trim(text, 0, len(text))
    if end < len(text) and text[end] == ".":
        last = text[:end].rpartition(" ")[2]
        end += last.lower() in word_list("dotted", "names") or _LETTERS.fullmatch(last) is not None
    name = " ".join(text[start:end].split())
    name = re.sub(r"(['’]s|(?<=s)['’])$", "", name)
    return re.sub(r"^(the|a|an)\s+", "", name, flags=re.IGNORECASE) or name


def without_titles(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in word_list("titles", "names"):
        if len(words) == 2 and words[0].lower() in word_list("first_names_too", "names"):
            break  # "Dean Rusk"
        words = words[1:]
    return " ".join(words)


def without_letters(name: str) -> str:
    """A person's name without the letters behind it: "Femi Adeyinka KC"."""
    words = name.split()
    while (
        len(words) > 2
        and words[-1].isupper()
        and len(words[-1]) > 1
        and words[-1].lower() in word_list("suffixes", "names") - word_list("generations", "names")
    ):
        words = words[:-1]
    return " ".join(words).rstrip(",")


@lru_cache(maxsize=1 << 14)
def key(name: str) -> tuple[str, ...]:
    """The words that tell one name from another: no case, marks, initials, ranks of birth or legal form."""
    words = re.findall(r"[^\W_]+(?:['’.&][^\W_]+)*", name.lower().replace("’", "'"))
    words = [w.replace(".", "") for w in words]
    drop = word_list("suffixes", "names")
    kept = [w for i, w in enumerate(words) if w not in drop or i == 0]
    core = [w for i, w in enumerate(kept) if len(w) > 1 or not w.isascii() or i in (0, len(kept) - 1)]
    return tuple(core or kept or words)


def same_person(asked: str, name: str) -> bool:
    """Whether a name is that of whom somebody asks for: its words are the other's, or one is a part of the other."""
    a, b = key(without_titles(clean(asked))), key(without_titles(clean(name)))
    return bool(a) and bool(b) and (is_within(a, b) or is_within(b, a))


def are_of_two_generations(a: str, b: str) -> bool:
    """Whether two names have different ranks of birth: "Charles Elliott Jr.", "Charles Elliott III"."""
    ranks = [name.lower().rstrip(".").rpartition(" ")[2] for name in (a, b)]
    return ranks[0] != ranks[1] and all(rank in word_list("generations", "names") for rank in ranks)


def is_ranking(text: str) -> bool:
    """Whether words are of an office in capitals and name no body: "U.S. District" of a judge."""
    words = {word.replace(".", "") for word in text.lower().split()}
    return words <= word_list("rankings") | {"us"} and not words <= {"us"}


def same_first(a: str, b: str) -> bool:
    return (
        a == b
        or b in _nicknames().get(a, ())
        or _squeezed(a) == _squeezed(b)
        or (min(len(a), len(b)) == 1 and a[0] == b[0])
    )


def _squeezed(name: str) -> str:
    """A name with doubled letters once: Hillary, Hilary."""
    return re.sub(r"(.)\1", r"\1", name)


def is_within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def ends_title(doc: Doc, i: int) -> bool:
    """Whether a token is the dot of a title that is cut short: "Gen. Prayong"."""
    dotted = i > 0 and doc[i].text == "." and not doc[i - 1].whitespace_
    return dotted and doc[i - 1].lower_ in word_list("shortened", "names")


def is_dateline(span: Span) -> bool:
    """Whether a place in capitals is where an article was written: "OSLO —", "CHATTANOOGA, Tenn. (AP) —"."""
    doc = span.doc
    if not span.text.isupper() or (span.start and not doc[span.start].is_sent_start):
        return False
    behind = doc[span.end : min(len(doc), span.end + _DATELINE)]
    return any(t.text in ("-", "–", "—", "--") and (t.i == 0 or doc[t.i - 1].whitespace_) for t in behind)


def is_based(doc: Doc, i: int) -> bool:
    """Whether a token tells that the place before it is where a body has its seat: "Boston-based"."""
    return 0 < i < len(doc) and doc[i].lower_ == "based" and doc[i - 1].text == "-"


def byline_end(span: Span) -> int | None:
    """Where the byline ends in which a name stands, a paragraph of its own: "By Jane Roe, political editor"."""
    doc, start = span.doc, span.start - 1
    if start < 0 or doc[start].lower_ != "by" or (start and "\n" not in doc[start - 1].text_with_ws):
        return None
    for token in doc[span.end : span.end + _BYLINE]:
        if "\n" in token.text:
            return token.i
        if token.pos_ in ("VERB", "AUX") or token.text == ".":
            return None
    return len(doc) if span.end + _BYLINE > len(doc) else None


def capitals_before(doc: Doc, i: int, free: int) -> int:
    """Where the words in capitals begin that stand right before a word and may be a part of its name: "High" of "High
    Court". None of a sentence before, and none before token `free`."""
    start = i
    while start > free and doc[start - 1].is_title and doc[start - 1].pos_ in ("ADJ", "PROPN"):
        if doc[start - 1].lower_ in word_list("offices", "names"):
            break
        start -= 1
        if doc[start].is_sent_start:
            break
    return start
