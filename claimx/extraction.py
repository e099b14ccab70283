"""From an article to its record."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from claimx.claims import claims, distinct, with_evidence
from claimx.commitment import commit
from claimx.identity import Identity
from claimx.paragraphs import paragraph_starts
from claimx.pipeline import describe
from claimx.reading import Article
from claimx.record import Claim, Hedge, Narration, Record, Source

# An article is far shorter. What is longer is read in sections, so that memory is bounded by a
# section and not by the file.
SECTION = 120_000  # characters


def extract(article: Article, nlp: Language) -> Record:
    """The record of one article, of any length."""
    found, narration = found_in(article, nlp)
    return Record.model_construct(
        claimx=1,
        source=Source.model_construct(path=_path(article.path), sha256=article.sha256, title=article.title),
        model=describe(nlp),
        claims=[claim for claim, _ in found],
        narration=narration,
    )


def found_in(article: Article, nlp: Language) -> tuple[list[tuple[Claim, Identity]], list[Narration]]:
    """The claims of an article, each with how its speaker was found, and what the author hedges outside of them."""
    found: list[tuple[Claim, Identity]] = []
    narration: list[Narration] = []
    for start, end in sections(article.prose):
        doc, text = nlp(article.prose[start:end]), article.text[start:end]
        pairs = with_evidence(doc, text)
        outside = commit(doc, text, [claim for claim, _ in pairs])
        found += [
            (_moved(claim, start), identity.moved(start)) if start else (claim, identity) for claim, identity in pairs
        ]
        narration += [_moved_narration(n, start) if start else n for n in outside]
    distinct([claim for claim, _ in found])
    return found, narration


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


def _move_hedges(hedges: list[Hedge], by: int) -> None:
    for hedge in hedges:
        hedge.span = (hedge.span[0] + by, hedge.span[1] + by)
        hedge.scope = [(s + by, e + by) for s, e in hedge.scope]
