"""What a source is made of: its head, the name in it, its members where it is several, and what "who" takes up."""

from itertools import pairwise

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimx.apposition import name_beside
from claimx.clauses import SUBJECTS
from claimx.lexicon import classes, word_list
from claimx.mentions import NAME, mentions
from claimx.within import entities_in

# Titles that a tagger takes for something else.
_TITLED = word_list("titled")
_POSSESSIVE = ("her", "his", "its", "their", "our", "my", "your")
# What stands between a name and what it is explained by.
_BEHIND_NAMES = (",", "(", "–", "—")
_NOMINAL = ("DET", "ADJ", "NOUN", "PROPN")
# What stands between two names in a row.
_LISTED = (",", "and", "&", "(", ")", "of")
# How far behind a source its name is looked for, in tokens.
_LONGEST = 40
# How many tokens "the 34-year-old" has at most.
_AGED = 6


class Sources:
    """Reads the sources of one article."""

    def __init__(self, doc: Doc):
        self._doc = doc
        self._mentions = mentions(doc)

    def members(self, mention: Span) -> list[Span]:
        """The members of "A and B", if that is what the mention is; [] for one speaker."""
        listed = self._listed(mention)
        if listed:
            return listed
        head = mention.root
        whole = [i for i in self._names_between(mention.start, mention.end) if self._mentions.end[i] == mention.end]
        if any(self._doc[mention.start : int(self._mentions.start[i])].text.lower() in ("", "the") for i in whole):
            return []  # "the Department for Business and Trade"
        if whole and self._mentions.type[whole[-1]] == "PERSON" and self._is_of_two(head, whole[-1]):
            return []
        members = [head] + [
            t
            for t in mention
            if t.dep_ == "conj"
            and (t.head == head or (t.head.head == head and t.head.dep_ == "conj"))
            and t.pos_ in ("PROPN", "NOUN", "PRON")
        ]
        if len(members) < 2:
            return []
        out = []
        for a, b in zip(members, [*members[1:], None], strict=True):
            end = mention.end if b is None else min(b.left_edge.i, mention.end)
            start = mention.start if a is head else max(a.left_edge.i, mention.start)
            while end > start + 1 and (self._doc[end - 1].pos_ in ("CCONJ", "PUNCT", "SPACE")):
                end -= 1
            while start < end - 1 and self._doc[start].pos_ in ("CCONJ", "PUNCT", "SPACE"):
                start += 1
            if not start <= a.i < end:
                return []
            out.append(self._doc[start:end])
        # "Jane Roe, chairwoman and founder": one person.
        if not all(self.name_in(part, self.head(part)) is not None for part in out[1:]) and any(
            self.name_in(part, self.head(part)) is not None for part in out[:1]
        ):
            return []
        return out

    def _listed(self, mention: Span) -> list[Span]:
        """Several in a row, whatever the tree says: "Sens. Rand Paul (Ky.) and Marco Rubio", "farmers A and B, who"."""
        names = self._names_between(mention.start, mention.end)
        people = [self._mentions.span(i) for i in names if self._mentions.type[i] == "PERSON"]
        before = mention[: people[0].start - mention.start] if people else mention
        if len(people) < 2 or not self._leads_to_several(before):
            return []
        last = 0
        for a, b in pairwise(people):
            between = self._doc[a.end : b.start]
            if not all(t.ent_type_ == "LOC" or t.lower_ in _LISTED or self._is_led(t) for t in between):
                break
            last += 1
            if any(t.lower_ in ("and", "&") for t in between):
                break  # "A and B, who met C"
        if not last or not any(t.lower_ in ("and", "&") for t in self._doc[people[last - 1].end : people[last].start]):
            return []
        people = people[: last + 1]
        following = self._doc[people[-1].end : mention.end][:1]
        if len(following) and following[0].text not in _BEHIND_NAMES and following[0].pos_ != "ADP":
            return []
        starts = [mention.start, *(person.start for person in people[1:])]
        return [self._doc[start : person.end] for start, person in zip(starts, people, strict=True)]

    @staticmethod
    def _is_led(token: Token) -> bool:
        return token.lower_.rstrip(".") in word_list("titles", "names")

    @staticmethod
    def _leads_to_several(before: Span) -> bool:
        """Whether words before the first of several names are none, a title, or what they are: "nuclear experts"."""
        if any(t.text in ",;:()" for t in before):
            return False
        titles = word_list("titles", "names") | word_list("offices", "names")
        several = len(before) and before[-1].tag_ == "NNS" and all(t.pos_ in _NOMINAL for t in before)
        return not len(before) or bool(several) or any(t.lower_.rstrip(".") in titles for t in before)

    @staticmethod
    def head(mention: Span) -> Token:
        root = mention.root
        aged = next((t for t in mention[:_AGED] if t.lower_ == "old"), None)
        if aged is not None and not any(t.text == "," for t in mention[: aged.i - mention.start]):
            following = mention[aged.i - mention.start + 1 :][:1]
            if not len(following) or following[0].text == ",":
                return aged  # "the 34-year-old, a winger"
        if root.pos_ == "VERB":  # "an official briefed on the inquiry", by a tree that takes it for a clause
            root = next((t for t in mention if t.dep_ == "nsubj"), root)
        if root.pos_ in ("PUNCT", "DET", "ADP", "CCONJ", "ADV", "ADJ") or root.dep_ == "punct":
            root = next((t for t in mention if t.pos_ in ("PROPN", "NOUN", "PRON")), root)
        while root.lower_ in _POSSESSIVE and root.i + 1 < mention.end and mention.doc[root.i + 1].pos_ == "NOUN":
            root = mention.doc[root.i + 1]  # "her" of "her campaign", which a tree may make the subject
        while (
            root.ent_type_
            and root.i + 1 < mention.end
            and mention.doc[root.i + 1].is_lower
            and mention.doc[root.i + 1].pos_ == "NOUN"
        ):
            root = mention.doc[root.i + 1]  # "the Corvane chief"
        return root

    def name_in(self, mention: Span, head: Token) -> int | None:
        """The number of the name that a mention is of: the one with its head, or that names its head."""
        names = self._names_between(mention.start, mention.end)
        whole = self._up_to_verb(mention, head)
        beside = name_beside(self._mentions, whole, head, self._names_between(whole.start, whole.end))
        if beside is None:
            beside = self._behind_title(mention, names)
        if beside is not None:
            return beside
        for i in names:
            if self._mentions.start[i] <= head.i < self._mentions.end[i]:
                return i
        for i in names:
            token = self._doc[int(self._mentions.head[i])]
            if self._mentions.type[i] == "PERSON" and _stands_for(token, head):
                return i
        # An apposition: "The petitioner, advocate Nilesh Gokhale".
        for i in names:
            before = self._doc[head.i + 1 : int(self._mentions.start[i])]
            comma = next((t.i for t in before if t.text == ","), None)
            nominal = ("DET", "ADJ", "NOUN", "PROPN")
            between = self._doc[comma + 1 : before.end] if comma is not None else before
            last = comma is not None and self._mentions.end[i] >= mention.end - 1
            if last and all(t.pos_ in nominal or t.lower_ in _TITLED for t in between):
                return i
        # A title, then the name: "Republican presidential nominee Donald Trump".
        for i in names:
            told = not self._is_by(head, i)
            if told and self._mentions.type[i] == "PERSON" and self._mentions.start[i] == head.i + 1:
                return i
        # A body's kind, then its name: "the housing charity Shelter", or "landlord Freshney Homes".
        for i in names:
            if self._mentions.type[i] == "ORG" and self._mentions.start[i] == head.i + 1:
                alone = head.i == mention.start and self._mentions.end[i] == mention.end
                if head.lower_ in _kinds() or (alone and head.tag_ == "NN" and not _is_in_office(head)):
                    return i
        # Ranks that are cut in pieces: "Retired Lt. Gen. Michael Flynn".
        people = [i for i in names if self._mentions.type[i] == "PERSON"]
        if len(people) == 1 and self._mentions.end[people[0]] == mention.end:
            before = self._doc[head.i + 1 : int(self._mentions.start[people[0]])]
            if all(t.pos_ == "PROPN" or t.text == "." for t in before):
                return people[0]
            # "Minister for School Education R. Tamilvanan", but not "spokesman for Jane Roe"
            titled = all(t.pos_ in ("PROPN", "NOUN", "ADJ") or t.lower_ in ("for", "of", "and") for t in before)
            if head.lower_ in word_list("portfolios") and titled and before[-1].pos_ == "PROPN":
                return people[0]
            if self._is_of_two(head, people[0]):
                return people[0]
        return self._at_front(mention, names)

    def _is_of_two(self, head: Token, name: int) -> bool:
        """Whether a noun is the first of two that a title names: "Acme founder and CEO Ann Lee", but not "her mother
        and Ann Lee", nor "police and Mayor Ann Lee"."""
        before = self._doc[head.i + 1 : int(self._mentions.start[name])]
        two = len(before) > 1 and before[0].lower_ == "and" and all(t.pos_ in _NOMINAL for t in before[1:])
        led = any(t.dep_ in ("det", "nmod:poss", "poss") for t in head.lefts)
        return two and not led and head.tag_ == "NN" and _is_in_office(head) and _is_in_office(before[-1])

    def _up_to_verb(self, mention: Span, head: Token) -> Span:
        """A source with what is put in between it and its verb: "A nurse, who gave her name as Roe,"."""
        verb = head.head.i
        subject = head.dep_ in SUBJECTS and mention.end < verb < mention.end + _LONGEST
        return self._doc[mention.start : verb] if subject and head.pos_ != "PRON" else mention

    def _at_front(self, mention: Span, names: list[int]) -> int | None:
        """The name that a mention begins with and that an apposition follows, whatever the tree says: "Dewayne Tibbs,
        44, a machinist, who has not made up his mind"."""
        if not names:
            return None
        start, end = int(self._mentions.start[names[0]]), int(self._mentions.end[names[0]])
        titles = word_list("titles", "names")
        led = all(t.lower_.rstrip(".") in titles for t in self._doc[mention.start : start])
        if led and end < mention.end and self._doc[end].text in _BEHIND_NAMES:
            return names[0]
        for i in names:
            start, end = int(self._mentions.start[i]), int(self._mentions.end[i])
            before = self._doc[mention.start : start]
            if self._mentions.type[i] != "PERSON" or not len(before):
                continue
            if end == mention.end and before[-1].tag_ == "POS":
                return i  # "the firm's Jane Roe"
            # "the former Rovers defender Jane Roe, now a pundit"
            behind = end < mention.end and self._doc[end].text == ","
            if behind and all(t.pos_ in _NOMINAL for t in before) and not before[-1].ent_type_:
                return i
        return None

    def _is_by(self, head: Token, name: int) -> bool:
        """Whether a noun is what somebody named behind it has made: "an affidavit Okafor signed"."""
        document = classes("speakers").get(head.lower_) == "document"
        return document and self._doc[int(self._mentions.head[name])].dep_ in SUBJECTS

    def _behind_title(self, mention: Span, names: list[int]) -> int | None:
        """The person at the end of a mention whom another name and an office come before: "IMF chief economist Maury
        Obstfeld", "Lightshed's Rich Mercado", "District Collector K. Raghavan"."""
        if len(names) < 2 or self._mentions.type[names[-1]] != "PERSON" or self._mentions.end[names[-1]] != mention.end:
            return None
        before, last = self._mentions.span(names[-2]), self._mentions.span(names[-1])
        titles = word_list("titles", "names")
        if before.end == last.start and (
            not self._mentions.type[names[-2]] or all(t.lower_.rstrip(".") in titles for t in before)
        ):
            return names[-1]
        if not all(t.pos_ in _NOMINAL for t in self._doc[mention.start : before.start]):
            return None  # "Mitch McConnell, who is married to Wells Fargo board member Elaine Chao"
        between = self._doc[before.end : last.start]
        if not len(between) or not all(t.pos_ in ("NOUN", "PROPN", "ADJ") or t.tag_ == "POS" for t in between):
            return None
        return names[-1] if self._mentions.type[names[-2]] == "ORG" or len(last) > 1 else None

    def _names_between(self, start: int, end: int) -> list[int]:
        first, last = np.searchsorted(self._mentions.head, [start, end])
        return [i for i in range(int(first), int(last)) if self._mentions.form[i] == NAME]

    def antecedent(self, who: Token) -> Span | None:
        """The noun phrase that a relative pronoun takes up."""
        clause = who.head
        for _ in range(4):
            if clause.dep_ in ("acl:relcl", "relcl", "acl"):
                noun = clause.head
                return self._phrase(noun, who) if noun.i < who.i else None
            if clause.head == clause:
                break
            clause = clause.head
        before = [i for i in range(max(0, who.i - 6), who.i) if self._doc[i].pos_ in ("PROPN", "NOUN")]
        return self._phrase(self._doc[before[-1]], who) if before else None

    def _phrase(self, noun: Token, who: Token) -> Span:
        """A noun phrase, with the name that follows a title."""
        for i in self._names_between(noun.i, who.i):
            if self._mentions.start[i] == noun.i + 1:
                return self._doc[noun.i : int(self._mentions.end[i])]
        if noun.ent_type_:
            entity = next(
                (e for e in entities_in(self._doc[max(0, noun.i - 12) : noun.i + 12]) if e.start <= noun.i < e.end),
                None,
            )
            if entity is not None:
                return entity
        return self._doc[int(self._mentions.left[noun.i]) : int(self._mentions.right[noun.i]) + 1]


def _kinds() -> frozenset[str]:
    """Nouns that bodies are called by kind."""
    return word_list("bodies") | word_list("companies") | word_list("ventures", "names")


def _is_in_office(noun: Token) -> bool:
    """Whether a noun tells an office that a body gives somebody: "founder", "CEO"."""
    word = noun.lower_
    return any(word in word_list(*kind) for kind in (("offices", "names"), ("corporate",), ("portfolios",), ("staff",)))


def _stands_for(token: Token, head: Token) -> bool:
    """Whether the token names the same as the head: a title's name, an apposition (UD and ClearNLP labels)."""
    named = token.dep_ == "appos" or (token.i > head.i and token.dep_.split(":")[0] in ("flat", "compound", "name"))
    return (token.head == head and named) or (
        token.head == head.head and token.dep_ == "appos" and head.dep_ == "compound"
    )
