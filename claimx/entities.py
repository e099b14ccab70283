"""Named entities from the encoder's vectors."""

import numpy as np
from spacy.tokens import Doc, Span

from claimx.bio import best_path, spans
from claimx.encoder import encoding
from claimx.heads import Head, log_softmax


class Entities(Head):
    """Sets Doc.ents: PERSON, ORG, LOC (places with a government among them), NORP, DATE, MISC."""

    def __call__(self, doc: Doc) -> Doc:
        found = encoding(doc)
        if found is not None:
            tokens = np.flatnonzero([not token.is_space for token in doc])
            labels = self.labels["entities"]
            path = best_path(log_softmax(self.linear("entities", found.vectors[tokens])), labels)
            doc.set_ents(
                [Span(doc, int(tokens[s.start]), int(tokens[s.end - 1]) + 1, s.label) for s in spans(path, labels)]
            )
        return doc
