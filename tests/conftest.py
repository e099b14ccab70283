from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on the machine.
settings.register_profile("claimx", deadline=None)
settings.load_profile("claimx")

ROOT = Path(__file__).parent.parent
# A short article with a claim of every plain kind.
ARTICLE = """\
The bridge is shut.

“We will mend it by spring,” said Ada Marsh, the city’s engineer. “Not before.”

The steel had rusted through, according to a report by the transport office.

Marsh rejected claims that her department had been warned.

A person familiar with the inquiry said it was “far from over.”
"""
STORY = "The bridge may fall, Mary Stone said on Monday.\n"


@pytest.fixture(scope="session")
def nlp():
    import claimx

    return claimx.load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data that the project is measured on; it is not part of the repository."""
    folder = ROOT.parent / "shared"
    if not (folder / "score.py").exists():
        pytest.skip("the folder ../shared with the scorer and the data is not here")
    return folder


@pytest.fixture
def inbox(tmp_path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "local").mkdir(parents=True)
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "local" / "b.md").write_text(f"# News\n\n{STORY}", encoding="utf-8")
    (folder / "notes.log").write_text("no article", encoding="utf-8")
    return folder
