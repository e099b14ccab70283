"""Posts that an article embeds without quotation marks."""

import claimx
from claimx.reading import decode

POST = "Lois Adair was in Dublin on Monday.\n\nThis bill may bankrupt the state. I will vote against it.{link}\n\n"
SIGNED = "— Lois Adair (@loisadair) May 5, 2025\n\nGovernor Ray Tull said he was surprised.\n"


def record_of(text: str, nlp):
    return claimx.extract(decode(text.encode(), "article.txt"), nlp)


def test_an_embedded_post_is_its_authors_own_words(nlp):
    record = record_of(POST.format(link="") + SIGNED, nlp)
    first, second = record.claims
    assert (first.kind, first.speaker.name, first.speaker.mention) == ("direct", "Lois Adair", "Lois Adair")
    assert first.quote.text == "This bill may bankrupt the state. I will vote against it"
    assert [(h.text, h.holder) for h in first.hedges] == [("may", "speaker")]
    assert second.speaker.name == "Ray Tull"


def test_a_link_behind_a_post_is_not_said(nlp):
    record = record_of(POST.format(link=" pic.twitter.com/a1b2C3") + SIGNED, nlp)
    assert record.claims[0].quote.text == "This bill may bankrupt the state. I will vote against it"


def test_an_account_in_a_sentence_makes_no_post(nlp):
    record = record_of("The road is closed.\n\nWrite to Lois Adair (@loisadair) if you are late.\n", nlp)
    assert record.claims == []
