"""Whose a hedge is, what it acts on, and how certain that leaves a statement."""

import pytest

import claimx
from claimx.reading import decode


def record_of(text: str, nlp):
    return claimx.extract(decode(text.encode(), "article.txt"), nlp)


@pytest.mark.parametrize(
    ("text", "certainty", "polarity"),
    [
        ("Mary Stone said the bridge would fall.", "certain", "positive"),
        ("Mary Stone said the bridge may fall.", "possible", "positive"),
        ("Mary Stone said the bridge is likely to fall.", "probable", "positive"),
        ("Mary Stone said the bridge would not fall.", "certain", "negative"),
        ("Mary Stone said there was no evidence of rust.", "certain", "negative"),
        ("Mary Stone denied that the bridge was unsafe.", "certain", "negative"),
        ("Mary Stone asked whether the bridge was safe.", "unknown", "positive"),
        ("Mary Stone said the bridge would fall if the river rises.", "unknown", "positive"),
    ],
)
def test_certainty_and_polarity_follow_the_strongest_hedge_on_the_main_verb(nlp, text, certainty, polarity):
    claim = record_of(text, nlp).claims[0]
    assert (claim.certainty, claim.polarity) == (certainty, polarity)


def test_a_hedge_beside_the_main_verb_leaves_the_claim_certain(nlp):
    claim = record_of("Mary Stone said the bridge, which may rust, was built in 1950.", nlp).claims[0]
    assert [h.text for h in claim.hedges] == ["may"]
    assert claim.certainty == "certain"


def test_hedges_in_the_content_are_the_speakers_and_in_the_frame_the_authors(nlp):
    claim = record_of("Mary Stone reportedly said the bridge may fall.", nlp).claims[0]
    assert [(h.text, h.holder) for h in claim.hedges] == [("reportedly", "author"), ("may", "speaker")]


def test_what_the_author_withholds_says_nothing_of_the_speakers_certainty(nlp):
    claim = record_of("Mary Stone reportedly said the bridge would fall.", nlp).claims[0]
    assert claim.certainty == "certain"


def test_the_authors_own_hedges_are_narration_outside_of_every_quotation(nlp):
    text = "The bridge might be the oldest in Ohio. “It may fall,” said Mary Stone. It has perhaps been sold.\n"
    record = record_of(text, nlp)
    assert [[h.text for h in n.hedges] for n in record.narration] == [["might"], ["perhaps"]]
    for part in record.narration:
        assert text[slice(*part.span)] == part.text
        assert all(c.quote.spans[0][0] >= part.span[1] or c.quote.spans[-1][1] <= part.span[0] for c in record.claims)
        assert all(h.holder == "author" for h in part.hedges)


def test_every_hedge_stands_once_in_a_record_and_acts_on_words_around_it(nlp):
    text = (
        "Mary Stone said Paul Gray had told her that the bridge may fall. Some critics say it could stand. "
        "“I think it is about 60 years old, if not older,” she said. It seems nobody knows.\n"
    )
    record = record_of(text, nlp)
    hedges = [h for part in [*record.claims, *record.narration] for h in part.hedges]
    spans = [h.span for h in hedges]
    assert len(set(spans)) == len(spans) > 4
    for hedge in hedges:
        assert text[slice(*hedge.span)] == hedge.text
        assert hedge.scope[0][0] <= hedge.span[0] and hedge.span[1] <= hedge.scope[-1][1]


def test_a_speakers_hedge_acts_within_the_speakers_words(nlp):
    text = "The bridge may fall, Mary Stone said on Monday.\n"
    claim = record_of(text, nlp).claims[0]
    (start, end) = claim.hedges[0].scope[0]
    assert claim.quote.spans[0][0] <= start and end <= claim.quote.spans[-1][1]


def test_a_long_article_has_the_offsets_of_the_whole(nlp):
    from claimx.extraction import SECTION

    text = ("The river ran high that day and nobody crossed it.\n\n" * (SECTION // 50)) + "The bridge may fall.\n"
    assert len(text) > SECTION
    narration = record_of(text, nlp).narration
    assert [text[slice(*n.hedges[0].span)] for n in narration] == ["may"]


def test_the_article_of_the_mission_is_read_as_the_guideline_reads_it(nlp, shared):
    path = shared / "seed" / "self-improvement.txt"
    record = claimx.extract(decode(path.read_bytes(), "seed"), nlp)
    said = {(h.text.lower(), h.type, h.holder) for p in [*record.claims, *record.narration] for h in p.hedges}
    for wanted in [
        ("seem", "epistemic", "author"),
        ("more and more tech leaders", "weasel", "author"),
        ("early glimpses", "preliminary", "speaker"),
        ("beginning to see", "preliminary", "speaker"),
        ("starting to see", "preliminary", "speaker"),
        ("i think", "shield", "speaker"),
        ("reportedly", "evidential", "author"),
        ("likely", "epistemic", "author"),
        ("early signs", "preliminary", "speaker"),
        ("maybe", "epistemic", "speaker"),
        ("first sign", "preliminary", "speaker"),
        ("feels like", "epistemic", "speaker"),
        ("could", "epistemic", "author"),
    ]:
        assert wanted in said
    assert not any(text == "can" for text, _, _ in said)
