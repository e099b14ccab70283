"""Named entities from the encoder's vectors."""

import numpy as np
from spacy.tokens import Doc, Span

from claimx.bio import best_path, spans
from claimx.encoder import encoding
from claimx.heads import Head, log_softmax

_NAMES = frozenset({"PERSON", "ORG", "LOC"})


class Entities(Head):
    """Sets Doc.ents: PERSON, ORG, LOC (places with a government among them), NORP, DATE, MISC."""

    def __call__(self, doc: Doc) -> Doc:
        found = encoding(doc)
        if found is not None:
            tokens = np.flatnonzero(doc.to_array("IS_SPACE") == 0)
            labels = self.labels["entities"]
            path = best_path(log_softmax(self.linear("entities", found.vectors[tokens])), labels)
            found_spans = (
                Span(doc, int(tokens[s.start]), int(tokens[s.end - 1]) + 1, s.label) for s in spans(path, labels)
            )
            doc.set_ents([span for span in found_spans if _can_be(span)])
        return doc


def _can_be(span: Span) -> bool:
    """Whether the words can be an entity: a name has a proper noun in it, where tags are known, and is no address."""
    if span.label_ not in _NAMES or not span.doc.has_annotation("POS"):
        return True
    return any(token.pos_ == "PROPN" for token in span) and not any(t.like_url or t.like_email for t in span)
