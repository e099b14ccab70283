"""Who claims what in a news article, as records."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimx.extraction import extract, records
    from claimx.pipeline import load

__all__ = ["extract", "load", "records"]

_HOMES = {"load": "claimx.pipeline", "records": "claimx.extraction", "extract": "claimx.extraction"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("claimx")
    # spaCy takes half a second to import: whoever asks for the version does not wait for it.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'claimx' has no attribute '{name}'")
