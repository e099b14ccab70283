"""git's part: drivers that show and merge records as claims, and their set-up, which can be done twice and undone."""

import subprocess
from pathlib import Path

from claimx.errors import ClaimxError, printable

# A record is named after its article: story.txt.yaml.
PATTERN = "*.*.yaml"
_SETTINGS = {
    "diff.claimx.command": "claimx git diff-driver",
    "diff.claimx.textconv": "claimx git textconv",
    "diff.claimx.cachetextconv": "false",
    "merge.claimx.name": "merge of claim records",
    "merge.claimx.driver": "claimx git merge-driver %O %A %B %L %P",
}
_ATTRIBUTES = "diff=claimx merge=claimx"


def _git(*arguments: str, check: bool = True) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ClaimxError("git is not installed") from error
    if check and done.returncode:
        said = done.stderr.strip().splitlines()
        raise ClaimxError(f"git: {printable(said[0]) if said else 'failed'}")
    return done.stdout.strip() if not done.returncode else ""


def _attributes_file(everywhere: bool) -> Path:
    if not everywhere:
        return Path(_git("rev-parse", "--show-toplevel")) / ".gitattributes"
    told = _git("config", "--global", "--type=path", "core.attributesFile", check=False)
    return Path(told) if told else Path.home() / ".config" / "git" / "attributes"


def install(*, everywhere: bool = False, pattern: str = PATTERN) -> list[str]:
    """Sets the drivers up, in this repository or for all; returns what was changed, nothing the second time."""
    if not pattern or any(c.isspace() for c in pattern) or pattern.startswith(("#", "!", "[attr]")):
        raise ClaimxError(
            f"'{printable(pattern)}' is no pattern of .gitattributes; write one such as records/**/*.yaml"
        )
    scope = "--global" if everywhere else "--local"
    path = _attributes_file(everywhere)
    said = []
    for key, value in _SETTINGS.items():
        if _git("config", scope, "--get", key, check=False) != value:
            _git("config", scope, key, value)
            said.append(f"set {key}")
    line = f"{pattern} {_ATTRIBUTES}"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if line not in text.splitlines():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n", encoding="utf-8")
        said.append(f"added '{printable(line)}' to {printable(str(path))}")
    return said


def uninstall(*, everywhere: bool = False) -> list[str]:
    """Takes out what install set; returns what was changed."""
    scope = "--global" if everywhere else "--local"
    path = _attributes_file(everywhere)
    said = []
    for section in ("diff.claimx", "merge.claimx"):
        if _git("config", scope, "--get-regexp", rf"^{section.replace('.', chr(92) + '.')}\.", check=False):
            _git("config", scope, "--remove-section", section)
            said.append(f"removed {section}")
    if path.exists():
        kept = path.read_text(encoding="utf-8").splitlines(keepends=True)
        rest = [line for line in kept if not line.strip().endswith(_ATTRIBUTES)]
        if rest != kept:
            said.append(f"took {len(kept) - len(rest)} line out of {printable(str(path))}")
            if rest:
                path.write_text("".join(rest), encoding="utf-8")
            else:
                path.unlink()
    return said


def status() -> list[str]:
    """What is set up, here and for all."""
    said = []
    for key, value in _SETTINGS.items():
        found = _git("config", "--show-origin", "--get", key, check=False)
        origin, _, told = found.partition("\t")
        state = (
            "not set"
            if not found
            else f"set in {printable(origin)}"
            if told == value
            else f"set to '{printable(told)}'"
        )
        said.append(f"{key}: {state}")
    for everywhere in (False, True):
        try:
            path = _attributes_file(everywhere)
        except ClaimxError:
            said.append("not in a git repository")
            continue
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        found_lines = [line for line in lines if line.strip().endswith(_ATTRIBUTES)]
        said.append(f"{printable(str(path))}: {printable('; '.join(found_lines)) or 'no line for records'}")
    return said


def is_ready() -> bool:
    return all(_git("config", "--get", key, check=False) == value for key, value in _SETTINGS.items())


def diff_driver(path: str, old: str, new: str) -> str:
    """What git prints for a changed file; a file that is no record as git itself prints it."""
    from claimx.diffing import diff
    from claimx.difftext import to_text
    from claimx.recordfile import load
    from claimx.sides import Pair

    try:
        both = [load(side)[0] if side != "/dev/null" else None for side in (old, new)]
    except ClaimxError:
        done = subprocess.run(
            ["git", "diff", "--no-index", "--no-ext-diff", "--no-textconv", "--", old, new],
            capture_output=True,
            check=False,
        )
        return "".join(f"{printable(line)}\n" for line in done.stdout.decode("utf-8", "replace").splitlines())
    return to_text(diff([Pair(path, both[0], both[1])]))


def textconv(path: str) -> str:
    """A record as lines that git can compare: a claim a paragraph, without offsets and confidence."""
    from claimx.changes import in_text_order
    from claimx.recordfile import load

    try:
        records = load(path)
    except ClaimxError:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    out = []
    for record in records:
        for claim in in_text_order(record):
            speaker = claim["speaker"]
            what = ", ".join(filter(None, [speaker.get("role"), speaker.get("affiliation")]))
            who = speaker["name"] or speaker["mention"] or "nobody named"
            out += [
                f"{who}{f' ({what})' if what else ''}: {claim['cue']['text'] or 'no cue'}",
                f"  {claim['quote']['text']}",
            ]
            sure = [f"{claim['kind']}, {claim.get('certainty')}, {claim.get('polarity')}"]
            sure += [f"{hedge['type']} '{hedge['text']}' of the {hedge['holder']}" for hedge in claim.get("hedges", ())]
            out += [f"  {'; '.join(sure)}", ""]
    return "".join(
        f"{printable(' '.join(line.split()) if line[:1] != ' ' else '  ' + ' '.join(line.split()))}\n" for line in out
    )


def merge_driver(base: str, ours: str, theirs: str, size: str, path: str) -> int:
    """Merges into `ours`, as git asks; returns 0, or 1 with conflicts. What is no record is merged as text."""
    from claimx.ledger import write
    from claimx.merge import merge
    from claimx.output import dump
    from claimx.recordfile import load, raw

    try:
        sides = [load(side) if side != base or raw(side) else [None] for side in (base, ours, theirs)]
        if any(len(side) != 1 for side in sides):
            raise ClaimxError("several records in one file")
    except ClaimxError:
        labels = ["-L", "ours", "-L", "base", "-L", "theirs"]
        done = subprocess.run(
            ["git", "merge-file", "--marker-size", size, *labels, "--", ours, base, theirs], check=False
        )
        return 1 if done.returncode else 0
    merged, count = merge(*(side[0] for side in sides))  # type: ignore[arg-type]
    write(Path(ours), dump(merged))
    return 1 if count else 0
