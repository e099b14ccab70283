"""An article and its record that would run, close what they stand in, turn lines around and shift offsets, if let."""

import json

from claimx.record import Record

# Text that would run, end the block it stands in, turn the line around, or shift offsets counted in UTF-16.
HOSTILE = (
    "\U0001f600\U00020000 <script>window.owned = 1</script> </script><!-- ]]> <img src=x onerror='window.owned = 1'>\n"
    "\n{{script}} \u202egnorw\u202c \x00\x1b[31m \u2028 &lt;b&gt; \r\n"
    "\U0001f468\u200d\U0001f4bb Ana Åberg said “the \U0001f30a bridge may fall”.\n\n"
    "Perhaps it will.\n"
)
SPEAKER = "Ana <b>\u202eÅberg"


def span_of(text: str) -> tuple[int, int]:
    start = HOSTILE.index(text)
    return start, start + len(text)


def hostile_claim(number: int, **changes) -> dict:
    said = "“the \U0001f30a bridge may fall”"
    start, end = span_of(said)
    claim = {
        "id": f"claim-{number}",
        "kind": "direct",
        "speaker": {
            "name": SPEAKER,
            "mention": "Ana Åberg",
            "span": span_of("Ana Åberg"),
            "type": "person",
            "role": None,
            "affiliation": "yes",
            "resolved": "mention",
        },
        "cue": {"text": "said", "lemma": "say", "span": span_of("said"), "act": "speech", "stance": "neutral"},
        "quote": {"text": said, "spans": [(start, end)], "verbatim": [(start + 1, end - 1)]},
        "setting": None,
        "hedges": [
            {
                "text": "may",
                "span": span_of("may"),
                "type": "epistemic",
                "holder": "speaker",
                "scope": [span_of("bridge may fall")],
            }
        ],
        "certainty": "possible",
        "polarity": "positive",
        "confidence": 0.5,
    }
    return claim | changes


def hostile_record(claims: list[dict] | None = None) -> dict:
    """As a YAML reader gives it, with keys that the format does not know."""
    start, end = span_of("Perhaps")
    data = {
        "claimx": 1,
        "source": {"path": "a.txt", "sha256": "0" * 64, "title": None},
        "model": "m 1",
        "note": {"list": ["a: b", {"x": []}, {}], "tiny": 1e-07, "text": "\u202e\u2028\x07\\\n'\"\U0001f30a"},
        "claims": [hostile_claim(1), hostile_claim(2, kind="indirect", certainty=None)] if claims is None else claims,
        "narration": [
            {
                "text": "Perhaps it will",
                "span": (start, start + 15),
                "hedges": [
                    {"text": "Perhaps", "span": (start, end), "type": "epistemic", "holder": "author", "scope": []}
                ],
                "certainty": "possible",
                "polarity": "positive",
            }
        ],
    }
    Record.model_validate(data)
    return json.loads(json.dumps(data))
