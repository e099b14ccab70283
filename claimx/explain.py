"""How a claim was found: the chain from mention to name with the candidates that lost, and the rules of its hedges."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language

from claimx.errors import ClaimxError, printable
from claimx.extraction import found_in
from claimx.identity import Identity, Step
from claimx.reading import Article
from claimx.record import Claim
from claimx.scene import FIELDS


@dataclass(frozen=True)
class Explanation:
    """A claim with its speaker's evidence. rules: of each hedge the rule that found it and its context's score."""

    claim: Claim
    identity: Identity
    rules: dict[tuple[int, int], tuple[str, float | None]]


def explain(article: Article, nlp: Language, claim_id: str) -> Explanation:
    """Raises ClaimxError if the article has no claim of that id."""
    everything = found_in(article, nlp)
    found = {claim.id: (claim, identity) for claim, identity in everything.claims}
    if claim_id not in found:
        near = difflib.get_close_matches(claim_id, found, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "claimx extract lists the ids"
        raise ClaimxError(f"{printable(article.path)} has no claim '{printable(claim_id)}': {hint}")
    return Explanation(*found[claim_id], everything.rules)


def to_text(explanation: Explanation, width: int = 100) -> str:
    """For a person to read. Text of the article is freed of what a terminal would obey."""
    return "".join(f"{printable(line)}\n" for line in _lines(explanation, width))


def _lines(explanation: Explanation, width: int) -> Iterator[str]:
    claim, identity = explanation.claim, explanation.identity
    yield f"{claim.id}  {claim.kind}, confidence {claim.confidence:.2f}"
    yield _shortened(" ".join(claim.quote.text.split()), width)
    yield ""
    for depth, step in enumerate(identity.steps):
        indent = "" if step.how in FIELDS else "  " * depth
        yield f"{indent}{_step(step)}"
        for name, probability in step.rivals:
            yield f"{indent}    not {' '.join(name.split())}  {probability:.2f}"
    if not identity.steps:
        yield "no source stands with the quotation, and none before it goes on"
    yield ""
    speaker = claim.speaker
    yield f"name         {speaker.name or 'none given'}  ({speaker.type}, by {speaker.resolved})"
    yield f"role         {speaker.role or 'none given'}"
    yield f"affiliation  {speaker.affiliation or 'none given'}"
    yield f"confidence   of the speaker {identity.confidence:.2f}"
    yield ""
    yield f"certainty    {claim.certainty}, {claim.polarity}; the reporting words are {claim.cue.stance}"
    for hedge in claim.hedges:
        rule, score = explanation.rules[hedge.span]
        seen = f", context {score:.2f}" if score is not None else ""
        start, end = hedge.span
        yield f"{hedge.type} “{' '.join(hedge.text.split())}”  [{start}, {end}]  of the {hedge.holder}"
        yield f"    by {rule}{seen}; acts on {', '.join(f'[{s}, {e}]' for s, e in hedge.scope)}"
    if not claim.hedges:
        yield "no hedges"


def _step(step: Step) -> str:
    place = f"  [{step.span[0]}, {step.span[1]}]" if step.span else ""
    sure = f"  {step.probability:.2f}" if step.probability < 1 else ""
    return f"{step.how}: {' '.join(step.text.split())}{place}{sure}"


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def to_data(explanation: Explanation) -> dict:
    """For a program to read: what was found, the steps with their rivals, and the hedges with their rules."""
    identity = explanation.identity
    return {
        "id": explanation.claim.id,
        "name": identity.name,
        "confidence": round(identity.confidence, 3),
        "steps": [
            {
                "how": step.how,
                "text": step.text,
                "span": list(step.span) if step.span else None,
                "probability": round(step.probability, 3),
                "rivals": [{"text": text, "probability": probability} for text, probability in step.rivals],
            }
            for step in identity.steps
        ],
        "certainty": explanation.claim.certainty,
        "polarity": explanation.claim.polarity,
        "hedges": [
            {
                "text": hedge.text,
                "span": list(hedge.span),
                "type": hedge.type,
                "holder": hedge.holder,
                "scope": [list(span) for span in hedge.scope],
                "rule": explanation.rules[hedge.span][0],
                "score": explanation.rules[hedge.span][1],
            }
            for hedge in explanation.claim.hedges
        ],
    }
