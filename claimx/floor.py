"""Who speaks where no words beside a quotation tell it: labels of turns, answers, quotations that stand alone."""

from bisect import bisect_right
from collections import Counter

import numpy as np
from spacy.tokens import Doc

from claimx.clauses import SUBJECTS
from claimx.coreference import discourse
from claimx.identity import NOBODY, Identity, Step
from claimx.lexicon import classes, word_list
from claimx.mentions import PRONOUN, mentions
from claimx.namewords import clean, without_titles
from claimx.paragraphs import paragraphs_of
from claimx.speakers import Speakers


class Floor:
    """Identifies who has the floor in one article, by what is known of its speakers."""

    def __init__(self, doc: Doc, speakers: Speakers):
        self._doc, self._speakers, self._names = doc, speakers, speakers.names
        self._discourse, self._mentions = discourse(doc), mentions(doc)
        self._of_entity = speakers.of_entity
        self._paragraphs = paragraphs_of(doc)
        self._heads_at = np.array([doc[int(h)].idx for h in self._mentions.head])

    def label(self, text: str, span: tuple[int, int]) -> Identity:
        """Whom the label of a turn names: "SALMI", "MR DELACOTE", "CHAIR"."""
        named = self._names.nearest(text, int(np.searchsorted(self._heads_at, span[0])))
        if named is not None:
            how = "mention" if named.name.lower() in clean(text).lower() else "alias"
            return self._speakers.known(named, how, (Step("label", text, span), Step(how, named.name)))
        bare = without_titles(clean(text))
        words = bare.lower().split()
        if words[-1] in classes("speakers") or words[-1] in word_list("labels"):
            return Identity(None, "unnamed", "none", role=text, steps=(Step("label", text, span),))
        return Identity(bare, "person", "mention", steps=(Step("label", text, span),))

    def interviewed(self, before: int) -> Identity:
        """Who answers: the person most spoken of before the first question, a character."""
        early = int(np.searchsorted(self._heads_at, before))
        counts = Counter(self._discourse.entity[:early])
        people = [n for n in self._names.people if self._discourse.entity[n.mentions[0]] in counts]
        if not people:
            return NOBODY
        best = max(people, key=lambda n: (counts[self._discourse.entity[n.mentions[0]]], -min(n.mentions)))
        return self._speakers.known(best, "continuation", (Step("interview", best.name),), confidence=0.8)

    def spoken_of(self, start: int, before: Identity) -> Identity | None:
        """Who is spoken of in the paragraph before a quotation that stands alone, unless it is the last speaker."""
        paragraph = bisect_right(self._paragraphs, start) - 2
        if paragraph < 0:
            return None
        begin, end = self._paragraphs[paragraph], min(start, self._paragraphs[paragraph + 1])
        first, last = np.searchsorted(self._heads_at, [begin, end])
        subject, told = None, False
        for i in range(int(first), int(last)):
            named = self._of_entity.get(self._discourse.entity[i])
            if named is None or named.type != "PERSON":
                continue
            if self._doc[int(self._mentions.head[i])].dep_ in SUBJECTS:
                subject = subject or named
                told = told or named.name == before.name
            elif named.name == before.name and self._mentions.form[i] != PRONOUN:
                told = True
        if subject is None or told:
            return None
        return self._speakers.known(subject, "continuation", (Step("spoken of", subject.name),), confidence=0.8)
