"""What of an article's words is a piece of what is said."""

import pytest

import claimx
from claimx.paragraphs import paragraph_starts
from claimx.pieces import content_pieces, unmixed
from claimx.quotes import quotations
from claimx.reading import decode


def test_a_mention_has_no_time_before_it_and_its_bracket_whole(nlp):
    text = (
        "Council leader Jim Braithwaite (Lab) said the pool would close. “It is late,” said Ann Keller (Con).\n\n"
        "14:30 The ferry company tweeted that engineers may not reach some islands until Friday.\n"
    )
    mentions = [c.speaker.mention for c in claimx.extract(decode(text.encode(), "a.txt"), nlp).claims]
    assert mentions == ["Council leader Jim Braithwaite (Lab)", "Ann Keller (Con)", "The ferry company"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mumbai: Rain will fall, the weather office said.", "Rain will fall"),
        ("LONDON, Nov 3 - Shares fell, traders said.", "Shares fell"),
        ("Dar es Salaam — The railway will open in July, the minister has said.", "The railway will open in July"),
        ("London buses are red - all of them, the mayor said.", "London buses are red - all of them"),
    ],
)
def test_the_place_where_a_report_was_written_is_no_part_of_what_is_said(nlp, text, said):
    (claim,) = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.quote.text == said


def test_the_place_is_none_where_it_is_a_piece_of_its_own(nlp):
    doc = nlp("MANCHESTER — A robot may be used in May, researchers said.")
    spans = [doc[0:1], doc[2:9]]
    assert [doc.text[a:b] for a, b in content_pieces(doc.text, spans, [], [0])] == ["A robot may be used in May"]


def test_a_quotation_of_another_paragraph_is_not_of_who_is_told_of_in_other_words():
    text = "“Just the steps.”\n\nThree were found dead, the coroner said.\n\nThe owner was blunter. “So do I.”"
    before, told, behind = (0, 17), (text.index("Three"), text.index(",")), (text.index("“So"), len(text))
    cue, marks, paragraphs = text.index("said"), quotations(text), paragraph_starts(text)
    assert unmixed([before, told, behind], text, cue, marks, paragraphs) == [told]
    assert unmixed([before, behind], text, cue, marks, paragraphs) == [before, behind]
    colon = text.replace("said.", "said:")
    assert unmixed([told, behind], colon, cue, marks, paragraphs) == [told, behind]
