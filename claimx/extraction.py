"""From an article to its record."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from claimx import shipped
from claimx.claims import claims, distinct, with_evidence
from claimx.commitment import commit
from claimx.hedges import hedges
from claimx.identity import Identity
from claimx.paragraphs import paragraph_starts
from claimx.pipeline import describe
from claimx.reading import Article
from claimx.record import Claim, Hedge, Narration, Record, Source

# An article is far shorter. What is longer is read in sections, so that memory is bounded by a
# section and not by the file.
SECTION = 120_000  # characters


def extract(article: Article, nlp: Language, *, min_confidence: float = 0.0) -> Record:
    """The record of one article, of any length. min_confidence: claims that are less sure are left out."""
    found = found_in(article, nlp)
    return Record.model_construct(
        claimx=1,
        source=Source.model_construct(path=_path(article.path), sha256=article.sha256, title=article.title),
        model=describe(nlp) + shipped.limit(min_confidence),
        claims=[claim for claim, _ in found.claims if claim.confidence >= min_confidence],
        narration=found.narration,
    )


@dataclass
class Found:
    """What is found in an article, with how it was.

    claims: each with how its speaker was found. narration: what the author hedges outside of them. rules: of each
    hedge, by its characters, the rule that found it and the score of its context, None where none was asked for.
    """

    claims: list[tuple[Claim, Identity]] = field(default_factory=list)
    narration: list[Narration] = field(default_factory=list)
    rules: dict[tuple[int, int], tuple[str, float | None]] = field(default_factory=dict)


def found_in(article: Article, nlp: Language) -> Found:
    """The claims and the hedged narration of an article, with their evidence."""
    found = Found()
    for start, end in sections(article.prose):
        doc, text = nlp(article.prose[start:end]), article.text[start:end]
        pairs = with_evidence(doc, text)
        outside = commit(doc, text, [claim for claim, _ in pairs])
        for claim, identity in pairs:
            found.claims.append((_moved(claim, start), identity.moved(start)) if start else (claim, identity))
        found.narration += [_moved_narration(n, start) if start else n for n in outside]
        for hedge in hedges(doc):
            words = doc[hedge.start : hedge.end]
            found.rules[start + words.start_char, start + words.end_char] = (hedge.rule, hedge.score)
    distinct([claim for claim, _ in found.claims])
    return found


def records(doc: Doc) -> list[Claim]:
    """The claims of a Doc that `claimx.load()` made, as they stand in a record."""
    return distinct(claims(doc))


def sections(text: str, limit: int = SECTION) -> Iterator[tuple[int, int]]:
    """[start, end) of parts no longer than `limit`, cut before a paragraph, or else after white space, or anywhere."""
    if len(text) <= limit:
        yield 0, len(text)
        return
    starts = [*paragraph_starts(text), len(text)]
    begin = position = 0
    while begin < len(text):
        end = begin + limit
        if end >= len(text):
            yield begin, len(text)
            return
        while position + 1 < len(starts) and starts[position + 1] <= end:
            position += 1
        if starts[position] > begin:
            end = starts[position]
        else:
            space = max(text.rfind(" ", begin + limit // 2, end), text.rfind("\n", begin + limit // 2, end))
            end = space + 1 if space > 0 else end
        yield begin, end
        begin = end


def _path(path: str) -> str:
    """A path as text: what its bytes are not is written as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _moved(claim: Claim, by: int) -> Claim:
    """The claim with its offsets counted from `by` characters earlier."""
    if claim.speaker.span:
        claim.speaker.span = (claim.speaker.span[0] + by, claim.speaker.span[1] + by)
    if claim.cue.span:
        claim.cue.span = (claim.cue.span[0] + by, claim.cue.span[1] + by)
    for name in ("spans", "verbatim"):
        setattr(claim.quote, name, [(s + by, e + by) for s, e in getattr(claim.quote, name)])
    _move_hedges(claim.hedges, by)
    return claim


def _moved_narration(narration: Narration, by: int) -> Narration:
    narration.span = (narration.span[0] + by, narration.span[1] + by)
    _move_hedges(narration.hedges, by)
    return narration


def _move_hedges(several: list[Hedge], by: int) -> None:
    for hedge in several:
        hedge.span = (hedge.span[0] + by, hedge.span[1] + by)
        hedge.scope = [(s + by, e + by) for s, e in hedge.scope]
