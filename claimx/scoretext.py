"""Scores for a person and for a program to read."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from claimx.errors import printable
from claimx.scoring import Count, Miss, Scores

# The article's line in which an offset stands, for a path; None where the article is not at hand.
Context = Callable[[str, int], str | None]
_WIDTH = 160
_SAID = {
    "missed": "overlooked",
    "spurious": "not in gold",
    "source": "another source",
    "name": "another speaker",
    "edges": "other edges",
}


def to_json(scores: Scores, errors: int, context: Context) -> str:
    """Documented in docs/eval.md; per cent, and for a field or the holders how many were right of how many."""
    data: dict[str, Any] = {"claimx_eval": 1, "articles": scores.articles}
    data["spans"] = {
        role: {"exact": _figures(count), "characters": _figures(scores.characters[role])}
        for role, count in scores.spans.items()
    }
    data["attributions"] = _all(scores.attributions)
    data["kinds"] = _all(scores.kinds)
    data["fields"] = {name: _share(count) for name, count in scores.fields.items()}
    data["hedges"] = {**_all(scores.hedges), "holder": _share(scores.holders)} if _hedged(scores) else None
    data["confusion"] = {
        name: [{"gold": gold, "found": found, "count": n} for (gold, found), n in _ranked(counter)]
        for name, counter in scores.confusion.items()
    }
    data["errors"] = [
        {
            "path": miss.path,
            "what": miss.what,
            "badness": round(miss.badness, 2),
            "gold": _brief(miss.gold),
            "found": _brief(miss.found),
            "context": context(miss.path, miss.start),
        }
        for miss in scores.worst(errors)
    ]
    return json.dumps(data, ensure_ascii=True, indent=2) + "\n"


def show(scores: Scores, errors: int, context: Context) -> None:
    """Tables for a terminal, then the worst misses in context."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    told = scores.attributions["content exact"]
    console.print(Text(f"{scores.articles} articles, {told.gold} claims in gold, {told.found} found"))

    def table(title: str, rows: Sequence[tuple[str, Count]]) -> None:
        made = Table(title, "precision", "recall", "F1", "of", title_justify="left")
        for name, count in rows:
            made.add_row(Text(printable(name)), *(f"{figure:.1f}" for figure in count.figures), str(count.gold))
        console.print(made)

    table("span, exact", list(scores.spans.items()))
    table("claim", list(scores.attributions.items()))
    table("kind", sorted(scores.kinds.items()))
    made = Table("of claims found", "right, %", "of")
    for name, count in scores.fields.items():
        made.add_row(name, f"{count.figures[0]:.1f}", str(count.gold))
    console.print(made)
    if _hedged(scores):
        table("hedge", list(scores.hedges.items()))
        console.print(Text(f"holder right of {scores.holders.gold} cues found: {scores.holders.figures[0]:.1f} %"))
    else:
        console.print(Text("no hedges in gold, so that none were compared", style="dim"))
    mixed = [(name, gold, found, n) for name, c in scores.confusion.items() for (gold, found), n in _ranked(c)[:3]]
    if mixed:
        made = Table("taken for another", "gold", "found", "times")
        for name, gold, found, n in mixed:
            made.add_row(name, Text(printable(str(gold))), Text(printable(str(found))), str(n))
        console.print(made)
    for miss in scores.worst(errors):
        console.print()
        for line, style in _lines(miss, context(miss.path, miss.start)):
            console.print(Text(line, style=style), soft_wrap=True)


def _lines(miss: Miss, around: str | None) -> list[tuple[str, str]]:
    out = [(f"{printable(miss.path)}  {_SAID[miss.what]}", "bold")]
    for name, claim, style in (("gold ", miss.gold, "green"), ("found", miss.found, "red")):
        if claim is not None:
            brief = _brief(claim)
            assert brief is not None
            who = brief["name"] or brief["mention"] or "nobody"
            out.append((f"  {name} {printable(who)} | {brief['cue'] or '-'} | {_short(brief['quote'])}", style))
    if around is not None:
        out.append((f"  in    {_short(around)}", "dim"))
    return out


def _short(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH // 2]} … {text[-_WIDTH // 2 :]}"


def _brief(claim: dict[str, Any] | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    speaker = claim["speaker"]
    return {
        "id": claim["id"],
        "name": speaker["name"],
        "mention": speaker["mention"],
        "cue": claim["cue"]["text"],
        "quote": claim["quote"]["text"],
        "span": claim["quote"]["spans"][0],
    }


def _hedged(scores: Scores) -> bool:
    return scores.hedges["cue"].gold > 0


def _figures(count: Count) -> dict[str, float]:
    return {**dict(zip(("precision", "recall", "f1"), count.figures, strict=True)), "gold": count.gold}


def _share(count: Count) -> dict[str, float]:
    return {"right": count.right, "of": count.gold, "percent": count.figures[0]}


def _all(counts: dict[str, Count]) -> dict[str, dict[str, float]]:
    return {name: _figures(count) for name, count in counts.items()}


def _ranked(counter) -> list[tuple[tuple[str, str], int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
