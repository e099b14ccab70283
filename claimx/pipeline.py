"""The shipped pipeline, alone or on top of another spaCy pipeline."""

import gc
from pathlib import Path

import spacy
from spacy.language import Language

from claimx import shipped
from claimx.errors import ClaimxError
from claimx.hedgetypes import Additions

# What claimx adds to a pipeline that has tags, trees and entities, in this order.
ADDED = (
    "claimx_encoder",
    "claimx_attribution",
    "claimx_mentions",
    "claimx_coreference",
    "claimx_bodies",
    "claimx_roles",
    "claimx_hedges",
)


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


def resident(nlp: Language) -> Language:
    """The pipeline, for a process that keeps it until it ends: what is loaded is nothing for the garbage collector."""
    gc.freeze()
    return nlp


def _loaded(model: str | Path | None, threads: int) -> Language:
    config = {"components": {"claimx_encoder": {"threads": threads}}}
    own = spacy.load(shipped.path(), config=config)
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
    for name in ADDED:
        nlp.add_pipe(name, source=own)
    return nlp


def describe(nlp: Language) -> str:
    """Name and version of a pipeline as a record gives them, with the mark of a user's hedges."""
    added = nlp.get_pipe("claimx_hedges").additions if nlp.has_pipe("claimx_hedges") else Additions()  # type: ignore[attr-defined]
    own = shipped.description(added.fingerprint)
    if nlp.meta["name"] == shipped.NAME.partition("-")[0]:
        return own
    return f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']} + {own}"


def described(model: str | None, hedges: Additions | None = None) -> str:
    """What `describe` will say of a pipeline that is not loaded yet."""
    own = shipped.description(hedges.fingerprint if hedges is not None else "")
    if model is None:
        return own
    from spacy.util import get_model_meta, get_package_path, is_package

    folder = get_package_path(model) if is_package(model) else Path(model)
    try:
        meta = get_model_meta(folder)
    except OSError:
        return own  # loading it will tell what is wrong
    return (
        own
        if meta["name"] == shipped.NAME.partition("-")[0]
        else f"{meta['lang']}_{meta['name']} {meta['version']} + {own}"
    )
