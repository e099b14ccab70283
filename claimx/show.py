"""An article in the terminal with its claims marked: sources, cues, quotations and hedges, and a legend."""

from itertools import pairwise
from typing import Any

from claimx.errors import printable

# What later ones mark lies over what earlier ones do.
STYLES = {
    "quote": "green",
    "narration": "italic",
    "source": "bold cyan",
    "cue": "magenta",
    "hedge": "bold yellow underline",
}


def marks(record: dict[str, Any]) -> list[tuple[int, int, str]]:
    """(start, end, kind) of all that is marked."""
    out = []
    for claim in record["claims"]:
        out += [(*span, "quote") for span in claim["quote"]["spans"]]
        for part, kind in (("speaker", "source"), ("cue", "cue")):
            if claim[part]["span"] is not None:
                out.append((*claim[part]["span"], kind))
        out += [(*hedge["span"], "hedge") for hedge in claim.get("hedges", ())]
    for sentence in record.get("narration", ()):
        out.append((*sentence["span"], "narration"))
        out += [(*hedge["span"], "hedge") for hedge in sentence["hedges"]]
    return out


def show(record: dict[str, Any], article: str | None) -> None:
    """Prints the article with its marks, or without the article the claims alone."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    if article is not None:
        console.print(_marked(record, article), soft_wrap=False)
        legend = Text("\n")
        for kind, style in STYLES.items():
            legend.append(f" {kind} ", style)
        console.print(legend)
    for claim in record["claims"]:
        speaker, cue = claim["speaker"], claim["cue"]["text"]
        what = ", ".join(filter(None, [speaker.get("role"), speaker.get("affiliation")]))
        line = Text("\n")
        line.append(_line(speaker["name"] or speaker["mention"] or "nobody named"), STYLES["source"])
        line.append(f" ({_line(what)})" if what else "")
        line.append(f" {_line(cue)}" if cue else "", STYLES["cue"])
        sure = " and ".join(filter(None, [claim.get("certainty"), claim.get("polarity")]))
        line.append(f"  {claim['kind']}, {sure or 'certainty not told'}", "dim")
        console.print(line)
        console.print(Text(f"  {_line(claim['quote']['text'])}", STYLES["quote"]))
        for hedge in claim.get("hedges", ()):
            console.print(
                Text(f"  {_line(hedge['text'])}: {hedge['type']}, of the {hedge['holder']}", STYLES["hedge"].split()[1])
            )


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _marked(record: dict[str, Any], article: str) -> Any:
    from rich.text import Text

    order = list(STYLES)
    found = sorted(marks(record), key=lambda mark: order.index(mark[2]))
    edges = sorted({0, len(article), *(min(at, len(article)) for start, end, _ in found for at in (start, end))})
    kinds: dict[int, list[str]] = {}
    where = {edge: k for k, edge in enumerate(edges)}
    for start, end, kind in found:
        for k in range(where[min(start, len(article))], where[min(end, len(article))]):
            kinds.setdefault(k, []).append(kind)
    text = Text()
    for k, (start, end) in enumerate(pairwise(edges)):
        # Line ends are kept; whatever else a terminal obeys is not.
        shown = "\n".join(printable(line) for line in article[start:end].replace("\r\n", "\n").split("\n"))
        text.append(shown, " ".join(STYLES[kind] for kind in kinds.get(k, ())[-2:]))
    return text
