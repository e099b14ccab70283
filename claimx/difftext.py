"""A diff for a person: in a terminal, with and without colours; as Markdown for a pull request; as a page."""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from claimx.changes import Change
from claimx.diffing import FileDiff, summary
from claimx.errors import printable
from claimx.worddiff import word_diff

# A line: pieces of text, each with what it is.
Line = list[tuple[str, str]]
STYLES = {
    "path": "bold",
    "count": "bold",
    "speaker": "bold cyan",
    "-": "red strike",
    "+": "green",
    "=": "",
    "alarm": "bold yellow",
    "name": "bold",
    "dim": "dim",
}
# What a reader of the news should not miss.
_ALARMING = ("removed", "reattributed", "polarity", "softened", "hardened", "hedge-removed")
_MARKS = {"-": "[-{}-]", "+": "{{+{}+}}"}
_WIDE = 160
_MOST_MARKDOWN = 60_000


def lines(files: list[FileDiff], context: dict[str, dict[str, str]] | None = None) -> Iterator[Line]:
    """The diff line by line. context: of each path and claim id the line of the article that the claim stands in."""
    for file in files:
        counts = ", ".join(f"{number} {name}" for name, number in summary([file]).items())
        yield [(_flat(file.path), "path"), (f"  {counts}", "dim")]
        for _, group in groupby(file.changes, key=lambda change: (change.id, change.old, change.new)):
            changes = list(group)
            claim = file.claim(changes[0])
            if claim is not None:
                yield [("  ", ""), *_who(claim), (f"  {_flat(changes[0].id)}", "dim")]
                around = (context or {}).get(file.path, {}).get(claim["id"])
                if around:
                    yield [("    | ", "dim"), (_flat(around, _WIDE), "dim")]
            for change in changes:
                style = "alarm" if change.change in _ALARMING else "name"
                yield [("    ", ""), (f"{change.change:<14}", style), *told(change)]
        yield []


def _who(claim: dict[str, Any]) -> Line:
    speaker = claim["speaker"]
    cue = claim["cue"]["text"]
    return [(_flat(speaker["name"] or speaker["mention"] or "nobody named"), "speaker")] + (
        [(f" {_flat(cue)}", "")] if cue else []
    )


def told(change: Change) -> Line:
    """What a change is, in one line."""
    before, after = change.before, change.after
    if change.change == "reworded":
        if before is None or after is None:
            return [(_flat(before or "no cue"), "-"), (" ", ""), (_flat(after or "no cue"), "+")]
        return [(_flat(text, 0), op) for op, text in word_diff(before, after)]
    if change.change in ("added", "removed"):
        op = "+" if change.change == "added" else "-"
        return [(_flat((after or before)["quote"], 2 * _WIDE), op)]
    if change.change in ("split", "merged"):
        parts = after if change.change == "split" else before
        return [(f"{len(parts)} claims: ", ""), (" / ".join(_flat(part["quote"], 80) for part in parts), "")]
    if change.change == "reattributed":
        names = [_flat(side["name"] or side["mention"] or "nobody named") for side in (before, after)]
        return [(names[0], "-"), (" → ", ""), (names[1], "+")]
    if change.change in ("hedge-added", "hedge-removed"):
        op = "+" if change.change == "hedge-added" else "-"
        return [(", ".join(f"“{_flat(hedge)}”" for hedge in (after if op == "+" else before)), op)]
    if change.change == "moved":
        return [(f"{before[0]} → {after[0]}", "")]
    if change.change == "detail":
        key = next(iter(before))
        return [
            (f"{_flat(key)}: ", ""),
            (_flat(str(before[key]), 80), "-"),
            (" → ", ""),
            (_flat(str(after[key]), 80), "+"),
        ]
    return [(_flat(str(before)), "-"), (" → ", ""), (_flat(str(after)), "+")]


def marked(old: str, new: str) -> str:
    """Two texts in one line: [-words that went-] and {+words that came+}."""
    return "".join(_MARKS.get(op, "{}").format(text) for op, text in word_diff(old, new))


def _flat(text: str, most: int = 200) -> str:
    """On one line, without what a terminal obeys, and no longer than that; 0: as it is."""
    line = printable(" ".join(text.split()) if most else text)
    return line if not most or len(line) <= most else f"{line[: most - 1]}…"


def total(files: list[FileDiff]) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in summary(files).items())
    return f"{counts} in {len(files)} {'record' if len(files) == 1 else 'records'}" if files else "no difference"


def to_text(files: list[FileDiff], context: dict[str, dict[str, str]] | None = None) -> str:
    """Without colours: [-words that went-] and {+words that came+}."""
    out = ["".join(_MARKS.get(style, "{}").format(text) for text, style in line) for line in lines(files, context)]
    return "".join(f"{line.rstrip()}\n" for line in [*out, total(files)])


def show(files: list[FileDiff], context: dict[str, dict[str, str]] | None = None) -> None:
    """In a terminal, with colours if it has any."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    if not console.color_system:
        console.print(Text(to_text(files, context)), end="", soft_wrap=True)
        return
    for line in lines(files, context):
        console.print(Text.assemble(*((text, STYLES.get(style, "")) for text, style in line)), soft_wrap=True)
    console.print(Text(total(files), style="bold"))


def to_markdown(files: list[FileDiff]) -> str:
    """Counts first, then an article a fold; never longer than a comment of a pull request may be."""
    out = ["### Claims: " + _entities(total(files)), ""]
    if files:
        out += ["| change | claims |", "|---|---:|", *(f"| {k} | {n} |" for k, n in summary(files).items()), ""]
    length, left = sum(map(len, out)), len(files)
    for file in files:
        fold = _fold(file)
        if length + len(fold) > _MOST_MARKDOWN:
            continue
        out.append(fold)
        length += len(fold) + 1
        left -= 1
    if left:
        out.append(f"{left} more {'record' if left == 1 else 'records'} would not fit here.")
    return "\n".join(out) + "\n"


def _fold(file: FileDiff, most: int = 20_000) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in summary([file]).items())
    out = [f"<details><summary><b>{html.escape(_flat(file.path))}</b>: {counts}</summary>", ""]
    length, cut = 0, len(file.changes)
    for change in file.changes:
        claim = file.claim(change)
        who = "".join(text for text, _ in _who(claim)) if claim is not None else "record"
        parts = [_marked(text, style) for text, style in told(change)]
        line = f"- **{change.change}** {_entities(who)}: {''.join(parts)}"
        if length + len(line) > most:
            break
        out.append(line)
        length += len(line)
        cut -= 1
    if cut:
        out.append(f"- and {cut} more")
    return "\n".join([*out, "", "</details>", ""])


def _marked(text: str, style: str) -> str:
    tag = {"-": "del", "+": "ins"}.get(style)
    return f"<{tag}>{_entities(text)}</{tag}>" if tag else _entities(text)


def _entities(text: str) -> str:
    """Text that is no Markdown, no HTML, no link, no mention and no reference to an issue."""
    return re.sub(r"[!-+\-./:;<=>@\[-`{-~]", lambda match: f"&#{ord(match[0])};", text)


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Claims that changed</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root{color-scheme:light dark}
body{font:17px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem}h2{font:600 1rem/1.4 system-ui;margin-top:2rem;border-top:1px solid #8886;padding-top:.8rem}
p{margin:.3rem 0 .3rem 1rem}.who{font:600 .95rem system-ui;margin:1rem 0 0}
b{font:600 .75rem system-ui;border:1px solid #8888;border-radius:.6rem;padding:.05rem .5rem;margin-right:.5rem}
b.alarm{background:#b454;border-color:#b45}del{color:#b3261e}ins{color:#1a7f37;text-decoration:none;font-weight:600}
@media(prefers-color-scheme:dark){del{color:#ff8a80}ins{color:#7ee2a0}}
bdi{unicode-bidi:isolate}
</style></head><body>
"""


def to_html(files: Iterable[FileDiff]) -> str:
    """One page that needs nothing else and runs no script."""
    files = list(files)
    out = [_PAGE, f"<h1>{html.escape(total(files))}</h1>\n"]
    for file in files:
        out.append(f"<h2><bdi>{html.escape(_flat(file.path))}</bdi></h2>\n")
        for _, group in groupby(file.changes, key=lambda change: (change.id, change.old, change.new)):
            changes = list(group)
            claim = file.claim(changes[0])
            if claim is not None:
                out.append(f'<p class="who"><bdi>{html.escape("".join(t for t, _ in _who(claim)))}</bdi></p>\n')
            for change in changes:
                alarm = ' class="alarm"' if change.change in _ALARMING else ""
                parts = "".join(_tagged(text, style) for text, style in told(change))
                out.append(f"<p><b{alarm}>{change.change}</b> <bdi>{parts}</bdi></p>\n")
    return "".join([*out, "</body></html>\n"])


def _tagged(text: str, style: str) -> str:
    tag = {"-": "del", "+": "ins"}.get(style)
    return f"<{tag}>{html.escape(text)}</{tag}>" if tag else html.escape(text)
