"""Word lists of the package, read when they are first asked for."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def lexicon(name: str) -> Any:
    """What `NAME.yaml` of the package holds."""
    return yaml.load(files("claimx").joinpath(f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)


@cache
def word_list(kind: str, name: str = "roles") -> frozenset[str]:
    """A list of words, blanks between them."""
    return frozenset(lexicon(name)[kind].split())


@cache
def classes(name: str) -> dict[str, str]:
    """Each word with its class, from lists of words by class; a word in several has the first."""
    return {word: kind for kind, words in reversed(list(lexicon(name).items())) for word in words}
