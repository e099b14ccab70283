"""Where the shipped pipeline is and what it is called, known without loading it or spaCy."""

import json
from pathlib import Path

from claimx.errors import ClaimxError

NAME = "claimx-en"


def path() -> Path:
    """The shipped pipeline's folder: in the package as installed, or in the checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / NAME, here.parent / "models" / NAME):
        if (folder / "meta.json").exists():
            return folder
    raise ClaimxError(f"the pipeline {NAME} is missing beside {here}: install claimx again")


def description(hedges: str = "") -> str:
    """Name and version as a record gives them. hedges: the fingerprint of a user's cues, if there are any."""
    version = json.loads((path() / "meta.json").read_text(encoding="utf-8"))["version"]
    return f"{NAME} {version}" + (f", hedges {hedges}" if hedges else "")


def limit(min_confidence: float) -> str:
    """What is added to a record's `model` where less sure claims were left out."""
    return f", confidence from {min_confidence:g}" if min_confidence else ""
