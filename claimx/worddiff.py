"""Two texts word by word."""

import re

_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")
# Beyond so many words only the beginning and the end that both share are told.
_MOST = 600


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Stretches of text, each '=' in both, '-' in the old alone or '+' in the new alone; white space is one blank."""
    import difflib

    a, b = (_TOKEN.findall(" ".join(text.split())) for text in (old, new))
    out: list[tuple[str, str]] = []

    def add(op: str, tokens: list[str]) -> None:
        if tokens:
            out.append((op, "".join(tokens)))

    if max(len(a), len(b)) > _MOST:
        first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        rest = min(len(a), len(b)) - first
        last = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
        add("=", a[:first])
        add("-", a[first : len(a) - last])
        add("+", b[first : len(b) - last])
        add("=", a[len(a) - last :])
        return out
    for op, i, j, k, n in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            add("=", a[i:j])
        else:
            add("-", a[i:j])
            add("+", b[k:n])
    return _joined(out)


def _joined(stretches: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One change where nothing but a blank is the same between two: "[-did not-]" and not "[-did-] [-not-]"."""
    out: list[tuple[str, str]] = []
    gone = came = ""
    for k, (op, text) in enumerate(stretches):
        blank = op == "=" and not text.strip() and (gone or came) and k + 1 < len(stretches)
        if op == "=" and not blank:
            out += [(sign, run) for sign, run in (("-", gone), ("+", came)) if run.strip()]
            gone = came = ""
            out.append((op, text))
        else:
            gone += text if op == "-" or blank else ""
            came += text if op == "+" or blank else ""
    return out + [(sign, run) for sign, run in (("-", gone), ("+", came)) if run.strip()]
