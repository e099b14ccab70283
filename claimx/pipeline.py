"""The shipped pipeline, alone or on top of another spaCy pipeline."""

from pathlib import Path

import spacy
from spacy.language import Language

from claimx.errors import ClaimxError
from claimx.hedgelist import Additions

SHIPPED = "claimx-en"
_ADDED = ("claimx_encoder", "claimx_attribution", "claimx_mentions", "claimx_coreference", "claimx_hedges")


def load(model: str | Path | None = None, *, threads: int = 0, hedges: Additions | None = None) -> Language:
    """The pipeline that finds attributions.

    model: name or path of an installed spaCy pipeline that supplies tags, parse, lemmas and entities
    instead of the shipped one. threads: of the encoder; 0 for one a core. hedges: cues that are added and silenced,
    as `claimx.config.additions` reads them. Raises ClaimxError if the pipeline cannot be loaded or lacks what claims
    need.
    """
    nlp = _loaded(model, threads)
    if hedges is not None and nlp.has_pipe("claimx_hedges"):
        nlp.get_pipe("claimx_hedges").configure(hedges)  # type: ignore[attr-defined]
    return nlp


def _loaded(model: str | Path | None, threads: int) -> Language:
    config = {"components": {"claimx_encoder": {"threads": threads}}}
    own = spacy.load(shipped_path(), config=config)
    if model is None:
        return own
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ClaimxError(
            f"no spaCy pipeline '{model}' is installed, nor is it a folder with one: "
            f"install it (python -m spacy download {model}), or leave --model out for the shipped one"
        ) from error
    if nlp.has_pipe("claimx_attribution"):
        return nlp
    if nlp.lang != own.lang:
        raise ClaimxError(f"the pipeline '{model}' is for the language '{nlp.lang}': claimx reads English")
    for name in _ADDED:
        nlp.add_pipe(name, source=own)
    return nlp


def describe(nlp: Language) -> str:
    """Name and version of a pipeline as a record gives them."""
    own = f"{SHIPPED} {_shipped_version()}"
    if nlp.meta["name"] == SHIPPED.partition("-")[0]:
        return own
    return f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']} + {own}"


def _shipped_version() -> str:
    return spacy.util.get_model_meta(shipped_path())["version"]


def shipped_path() -> Path:
    """The shipped pipeline's folder: in the package as installed, or in the checkout."""
    here = Path(__file__).resolve().parent
    for path in (here / SHIPPED, here.parent / "models" / SHIPPED):
        if (path / "meta.json").exists():
            return path
    raise ClaimxError(f"the pipeline {SHIPPED} is missing beside {here}: install claimx again")
