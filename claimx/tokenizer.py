"""The tokenizer: spaCy's English one, with the cuts that news text needs."""

from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# Marks that stand between words with no space in news text: curly quotation marks after a dash or
# an ellipsis, double hyphens for dashes, slashes of datelines.
_EVERYWHERE = [r"[“”„«»]", r"--+", r"[―–—]", r"\.\.\.+", r"…"]


def blank() -> Language:
    """An English pipeline with no components and the tokenizer that the shipped one has."""
    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer
    defaults: Any = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*defaults.prefixes, *_EVERYWHERE]).search
    tokenizer.suffix_search = compile_suffix_regex([*defaults.suffixes, *_EVERYWHERE]).search
    tokenizer.infix_finditer = compile_infix_regex([*defaults.infixes, *_EVERYWHERE]).finditer
    return nlp
