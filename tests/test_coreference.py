"""Whom pronouns and nouns stand for."""

import pytest

import claimx
from claimx.coreference import discourse
from claimx.mentions import mentions
from claimx.reading import decode
from tests.reading import speakers_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mary Stone met Paul Gray in Ohio on Monday. She said the talks went well.", "Mary Stone"),
        ("Mary Stone met Paul Gray in Ohio on Monday. He said the talks went well.", "Paul Gray"),
        ("Mayor Mary Stone opened the bridge. The mayor said it was safe.", "Mary Stone"),
        ("Mary Stone, 34, climbed the wall on Monday. The 34-year-old said she would do it again.", "Mary Stone"),
        ("General Motors closed a plant in Ohio. The company said demand had fallen.", "General Motors"),
    ],
)
def test_a_mention_gets_the_name_of_whom_it_stands_for(nlp, text, name):
    speaker = speakers_of(text, nlp)[-1]
    assert (speaker.name, speaker.resolved) == (name, "coreference")


def test_two_of_one_surname_stay_two(nlp):
    text = "Hillary Clinton and Bill Clinton spoke. Bill Clinton said it was late. Hillary Clinton said it was not."
    assert [s.name for s in speakers_of(text, nlp)] == ["Bill Clinton", "Hillary Clinton"]


def test_nobody_is_made_up_for_a_pronoun_without_anybody(nlp):
    assert all(s.name is None for s in speakers_of("She said it would rain tomorrow.", nlp))


def test_pairs_of_mentions_grow_with_the_text_and_not_with_its_square(nlp):
    from claimx.pairs import find_pairs

    story = "Mary Stone met Paul Gray in Ohio. She said he was late. The company said the mayor had known.\n\n"
    counts = [len(find_pairs(mentions(nlp(story * times))).anaphor) for times in (40, 80)]
    assert counts[0] > 1000
    assert counts[1] < 2.3 * counts[0]


def test_a_company_s_chief_is_who_is_told_to_be_it(nlp):
    text = (
        "Jane Roe, chief executive of Greenpeace, was tired.\n\nTom Moss, who runs Oxfam, disagreed.\n\n"
        "Greenpeace’s chief executive said it was late.\n"
    )
    assert speakers_of(text, nlp)[-1].name == "Jane Roe"


TRANSCRIPT = """MARIA LOPEZ, HOST: Good evening. The governor signed the water bill. With me is State Senator Ed Park.

ED PARK, STATE SENATOR: For most families, nothing. The governor has said that rates will not rise, and I believe him.

LOPEZ: Senator Park?

PARK: That is all.
"""


def test_an_office_is_nobody_s_who_holds_another(nlp):
    claims = claimx.extract(decode(TRANSCRIPT.encode(), "article.txt"), nlp).claims
    governors = [c.speaker for c in claims if c.speaker.mention == "The governor"]
    assert governors and {(s.name, s.role) for s in governors} == {(None, "governor")}


def test_a_turn_that_only_calls_on_somebody_claims_nothing(nlp):
    claims = claimx.extract(decode(TRANSCRIPT.encode(), "article.txt"), nlp).claims
    assert "Senator Park" not in {c.quote.text.strip("?") for c in claims}


def test_somebody_is_meant_by_where_they_are_from(nlp):
    text = "Rovers manager Tomasz Zielak said they deserved it.\n\n“It is over,” the Pole added.\n"
    assert claimx.extract(decode(text.encode(), "article.txt"), nlp).claims[-1].speaker.name == "Tomasz Zielak"


def test_a_word_with_two_capitals_is_a_body(nlp):
    text = "Homes are without power, according to NorthGrid. The company said engineers were at work.\n"
    speakers = [c.speaker for c in claimx.extract(decode(text.encode(), "article.txt"), nlp).claims]
    assert {(s.name, s.type) for s in speakers} == {("NorthGrid", "organization")}


def test_whoever_the_sentence_before_is_about_speaks(nlp):
    doc = nlp("Louis Abiodun met Mark Reed on Monday. Reed waived the fee. “You have not seen me,” he said.")
    found = mentions(doc)
    last = len(found) - 1
    assert found.span(last).text == "he"
    antecedent = discourse(doc).antecedents[last][0].mention
    assert antecedent is not None
    assert found.span(antecedent).text == "Reed"


def test_a_pronoun_may_stand_for_somebody_whom_nobody_names(nlp):
    text = (
        "The mayor met Louis Abiodun on Monday. One driver, a father of two, blocked the road with his "
        "van. “You have not seen me,” he said.\n"
    )
    assert [s.name for s in speakers_of(text, nlp)] == [None]


def test_people_are_no_body(nlp):
    text = (
        "The deal would value Korvane at about $4 billion, The Freight Ledger reported, citing two people. "
        "It could be announced next week, the people said. Korvane Robotics declined to comment.\n"
    )
    assert [s.name for s in speakers_of(text, nlp) if s.mention == "the people"] == [None]


def test_a_sentence_of_the_author_s_hides_nobody(nlp):
    text = (
        "Jim Oates scored twice on Monday. He was proud.\n\nCaptain Lewis Farr was in tears. “We were better,” he said."
    )
    assert speakers_of(text, nlp)[-1].name == "Lewis Farr"


def test_whoever_is_named_right_behind_what_they_are_is_that(nlp):
    text = (
        "Peregrine Air cut its fares on Monday. Its marketing director insists that this is no stunt. "
        "“We are losing money,” Fleur Adebayo told reporters."
    )
    assert [s.name for s in speakers_of(text, nlp)] == ["Fleur Adebayo", "Fleur Adebayo"]


def test_kin_that_is_named_elsewhere_has_the_name(nlp):
    text = (
        "Tom Reid drove to Leeds on Monday. His grandmother, Agnes Lafleur, stayed behind.\n\nIt snowed.\n\n"
        "He had been told never to leave the stop, his grandmother said."
    )
    assert speakers_of(text, nlp)[-1].name == "Agnes Lafleur"
    assert speakers_of("Tom Reid drove to Leeds on Monday. It was late, his grandmother said.", nlp)[-1].name is None


def test_whoever_is_brought_in_unnamed_is_none_of_those_named_before(nlp):
    text = (
        "Lattice Ridge, the chip start-up that raised $900 million last year, told investors on Monday that a glitch "
        "had wiped out most of its shipments.\n\n"
        "“We caught it late, and that's on me,” founder Priyanka Deshmukh said in a letter. She put the cost at about "
        "$70 million.\n\n"
        "Not everybody was persuaded. Owen Fairbairn, who covers semiconductors at Tolliver & Co., wrote that the "
        "explanation “doesn't quite add up.” A former Lattice Ridge engineer, who left in June, said managers had "
        "known of the flaw since spring. “It was on a slide,” the engineer said. “Slide nine.”\n\n"
        "Deshmukh's brother, Rohan, who sits on the board, dismissed that. “My sister doesn't hide things,” he said.\n"
    )
    (speaker,) = [one for one in speakers_of(text, nlp) if one.mention == "the engineer"]
    assert (speaker.name, speaker.role, speaker.affiliation) == (None, "former engineer", "Lattice Ridge")


def test_nobody_is_meant_who_only_wrote_the_article(nlp):
    text = (
        "Council shuts pool\n\nBy Holly Marsh, local democracy reporter\n\nKerry Dunn, 39, found out on Tuesday. "
        "“Nobody told us,” she said.\n\nThe mum, who works as a care assistant, fears that the pool will not "
        "open again.\n"
    )
    assert {(s.name, s.role) for s in speakers_of(text, nlp)} == {("Kerry Dunn", "care assistant")}


def test_an_official_is_the_one_just_spoken_of(nlp):
    text = (
        "A senior RTO official, requesting anonymity, admitted that only two inspectors were there. “What can two "
        "people do?” the official asked.\n"
    )
    assert [s.role for s in speakers_of(text, nlp)] == ["senior official"] * 2


def test_who_gives_a_name_has_it(nlp):
    text = "One of them, a trader who gave her name simply as Mama Tega, sold fish. “They have sealed it,” she said."
    assert speakers_of(text, nlp)[-1].name == "Mama Tega"


def test_a_first_name_of_both_tells_nothing(nlp):
    text = (
        "ROU general secretary Bernie Lomax met Pennine Connect on Tuesday. “Nobody wants to be on a picket line,” "
        "she said."
    )
    assert speakers_of(text, nlp)[-1].name == "Bernie Lomax"


def test_nobody_of_another_age_is_meant(nlp):
    doc = nlp("Tanya Briggs, 31, died in May. Carol Briggs was there. “He never looked at me,” the 59-year-old said.")
    found = mentions(doc)
    (aged,) = [i for i in range(len(found)) if found.span(i).text == "the 59-year-old"]
    candidates = [c.mention for c in discourse(doc).antecedents[aged] if c.mention is not None]
    assert {found.span(i).text for i in candidates} >= {"Carol Briggs"}
    assert "Tanya Briggs" not in {found.span(i).text for i in candidates}
