"""What lies within a span, found without a walk through the whole document."""

from collections.abc import Iterator

from spacy.tokens import Span


def entities_in(span: Span) -> Iterator[Span]:
    """The entities that lie wholly in a span, by its tokens: `Span.ents` looks through those of the whole document."""
    doc, i = span.doc, span.start
    while i < span.end:
        end = i + 1
        if doc[i].ent_iob_ == "B":
            while end < len(doc) and doc[end].ent_iob_ == "I":
                end += 1
            if end <= span.end:
                yield Span(doc, i, end, doc[i].ent_type_)
        i = end
