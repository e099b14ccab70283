"""Quotations with no source beside them: turns of interviews and transcripts, continued and lonely quotations."""

import claimx
from claimx.reading import decode


def claims_of(text: str, nlp) -> list:
    return claimx.extract(decode(text.encode(), "article.txt"), nlp).claims


def test_a_transcript_gives_each_turn_to_its_label(nlp):
    text = "MARY STONE: We are ready for the storm.\n\nPAUL GRAY: The pumps are not.\n\nMARY STONE: They will be.\n"
    made = claims_of(text, nlp)
    assert [c.speaker.name.title() for c in made] == ["Mary Stone", "Paul Gray", "Mary Stone"]
    assert made[1].quote.text in ("The pumps are not.", "The pumps are not")


def test_turns_may_stand_in_quotation_marks(nlp):
    text = (
        'Mary Stone was asked about it by Paul Gray.\n\n"GRAY: Will you be there?\n\n"STONE: I will not be there.\n\n'
        '"(CROSSTALK.)\n\n"The pumps are old.\n\n"GRAY: Who looked at them?\n\n"STONE: Nobody did."\n\n'
        "Follow us for more.\n"
    )
    assert [(c.speaker.name, c.quote.text) for c in claims_of(text, nlp)] == [
        ("Paul Gray", "Will you be there"),
        ("Mary Stone", "I will not be there … The pumps are old"),
        ("Paul Gray", "Who looked at them"),
        ("Mary Stone", "Nobody did"),
    ]


def test_what_a_speaker_is_may_stand_in_the_label(nlp):
    text = (
        'CARLA WINTERS, HOST: Will it be late?\n\nGOV. RON PIKE (R), TEXAS: "It will not."\n\n'
        "(BEGIN VIDEO CLIP)\n\nWINTERS: It was late before.\n"
    )
    assert [(c.speaker.name.title(), c.quote.text) for c in claims_of(text, nlp)] == [
        ("Carla Winters", "Will it be late"),
        ("Ron Pike", '"It will not."'),
        ("Carla Winters", "It was late before"),
    ]


def test_a_sentence_goes_on_behind_a_long_reporting_clause(nlp):
    text = "‘As I say,’ said Jane Oakes, 61, waiting at Reading for the delayed 7.14, ‘they are both hopeless.’\n"
    assert [c.quote.text for c in claims_of(text, nlp)] == ["‘As I say,’ … ‘they are both hopeless.’"]


def test_what_the_author_tells_before_is_not_said(nlp):
    text = "It is understood that the board will meet on Wednesday. A fall is unlikely, one trader said.\n"
    assert [c.quote.text for c in claims_of(text, nlp) if c.cue.text == "said"] == ["A fall is unlikely"]


def test_answers_belong_to_whom_the_introduction_is_about(nlp):
    text = (
        "Mary Stone has studied storms for twenty years. Stone spoke to us in Ohio.\n\n"
        "Q: Are we ready?\n\nA: We are not. The pumps are old.\n\nQ: Since when?\n\nA: Since the war.\n"
    )
    answers = [c for c in claims_of(text, nlp) if "war" in c.quote.text or "pumps" in c.quote.text]
    assert len(answers) == 2
    assert {c.speaker.name for c in answers} == {"Mary Stone"}


def test_one_label_makes_no_transcript(nlp):
    text = "Correction: An earlier version gave a wrong date.\n\nThe bridge was opened in May, Mary Stone said.\n"
    assert [c.speaker.name for c in claims_of(text, nlp)] == ["Mary Stone"]


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_one_claim(nlp):
    text = "“The pumps are old,” said Mary Stone. “They were built before 1940.\n\n“Nobody has looked at them since.”\n"
    made = claims_of(text, nlp)
    assert {c.speaker.name for c in made} == {"Mary Stone"}
    assert "Nobody has looked at them since" in made[-1].quote.text


def test_a_quotation_that_stands_alone_belongs_to_the_last_speaker(nlp):
    text = (
        "“The pumps are old,” said Mary Stone. She pointed at the wall and shook her head.\n\n"
        "“Nobody has looked at them since the war.”\n"
    )
    made = claims_of(text, nlp)
    assert {c.speaker.name for c in made} == {"Mary Stone"}
    assert "Nobody has looked" in made[-1].quote.text
