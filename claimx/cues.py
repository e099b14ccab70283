"""What the reporting words are: their main word, the act that they report, and their stance on its truth."""

from functools import cache

from spacy.tokens import Span, Token

from claimx.lexicon import lexicon

# Verbs that say nothing of the act themselves.
_LIGHT = frozenset(
    {"be", "have", "do", "get", "go", "come", "make", "give", "take", "begin", "start", "continue", "keep", "use"}
)
_REPORTING = ("VERB", "NOUN", "ADJ", "PROPN")


@cache
def _classes() -> dict[str, dict[str, str]]:
    """{"act" or "stance": {lemma: class}} from cues.yaml."""
    lists = lexicon("cues")
    return {kind: {word: name for name, words in lists[kind].items() for word in words} for kind in ("act", "stance")}


def main_word(cue: Span) -> Token:
    """The word that reports: the verb nearest to the cue's root, else a noun, else the root."""
    root = cue.root
    words = [token for token in cue if token.pos_ in _REPORTING and token.lemma_.lower() not in _LIGHT]
    known = [token for token in words if any(token.lemma_.lower() in classes for classes in _classes().values())]
    for choice in (known, [token for token in words if token.pos_ == "VERB"], words):
        if choice:
            return root if root in choice else choice[0]
    return root


def act_and_stance(cue: Span) -> tuple[str, str]:
    """The act ("speech" or "thought") and the stance of a cue, by its main word."""
    lemma = main_word(cue).lemma_.lower()
    classes = _classes()
    return classes["act"].get(lemma, "speech"), classes["stance"].get(lemma, "neutral")


def reports(verb: Token) -> bool:
    """Whether a verb plainly reports what somebody said."""
    return verb.lemma_.lower() in lexicon("cues")["plain"]


def follows(verb: Token) -> bool:
    """Whether a verb reports what stands before it: "The drug is safe, its maker maintains"."""
    lists = lexicon("cues")
    return verb.lemma_.lower() in lists["plain"] or verb.lemma_.lower() in lists["following"]


def directs(verb: Token) -> bool:
    """Whether a verb tells that somebody was asked or told to do a thing."""
    return verb.lemma_.lower() in lexicon("cues")["directing"]


def asks(verb: Token) -> bool:
    """Whether a verb tells that somebody asked."""
    return _classes()["stance"].get(verb.lemma_.lower()) == "asked"
