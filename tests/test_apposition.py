"""Sources that are called by another word before their name."""

import pytest

from tests.reading import speakers_of


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A local councillor, Orla Brennan,", "Orla Brennan"),
        ("Its co-author, Devraj Menon, a doctoral student at the institute,", "Devraj Menon"),
        ("An expert called by both sides, Dr Samira Khoury of Kingsmead University,", "Samira Khoury"),
        ("One of them, Walter Beem, 92,", "Walter Beem"),
        ("That driver, Wendell Comeau, an employee of the airport,", "Wendell Comeau"),
        ("Their daughter, Renee Pettway-Brown, who drove through the night,", "Renee Pettway-Brown"),
        ("One pastor supporting Mr. Holm, Darran Whiting of Liberty Baptist,", "Darran Whiting"),
        ("A man named Jimmy", "Jimmy"),
        ("A nurse coming off a night shift, who gave her name only as Bernadette,", "Bernadette"),
        ("A Lisbon lawyer called Pedro Fonseca", "Pedro Fonseca"),
        ("Labour backbencher Samir Qureshi, whose seat includes the town,", "Samir Qureshi"),
        ("MLA from the neighbouring segment Rajan Varkey", "Rajan Varkey"),
        ("The club's owner, Jane Constable,", "Jane Constable"),
        ("Leader of the opposition Giles Ravensbourne", "Giles Ravensbourne"),
        ("India A head coach Vikrant Solanke, who had pushed for his return,", "Vikrant Solanke"),
        ("Local farmers Kevin Brody and Tomas Quill", "Kevin Brody; Tomas Quill"),
    ],
)
def test_a_source_has_the_name_beside_its_noun(nlp, source, name):
    assert speakers_of(f"{source} said the road was closed.", nlp)[-1].name == name


@pytest.mark.parametrize(
    "source", ["A spokesman for singer Maria Holm", "The mother of suspect Peter Holm", "People close to Maria Holm"]
)
def test_whom_a_source_is_of_is_not_the_source(nlp, source):
    assert speakers_of(f"{source} said the road was closed.", nlp)[-1].name is None


def test_what_the_noun_tells_is_told_of_the_name(nlp):
    (speaker,) = speakers_of("A nurse, who gave her name only as Bernadette, said the ward was full.", nlp)
    assert (speaker.name, speaker.role) == ("Bernadette", "nurse")
    two = (
        "A docker named Rab said nobody had asked the men. The engineer, who asked not to be named, said it was unsafe."
    )
    assert [s.role for s in speakers_of(two, nlp)] == ["docker", "engineer"]


def test_a_headline_s_office_is_whoever_is_later_told_to_hold_it(nlp):
    text = (
        "Council leader defends plan to shut libraries\n\nDesmond Kirkby, the leader of the council, spoke on Monday."
    )
    rival = text + "\n\nMoira Tate, leader of the county council, agreed."
    assert [s.name for s in speakers_of(text, nlp)][:1] == ["Desmond Kirkby"]
    assert [s.name for s in speakers_of(rival, nlp)][:1] == [None]


def test_a_surname_is_a_person_s_whatever_it_looks_like(nlp):
    text = (
        "“It is a start,” said Corinne Astley-Webb, a partner at the fund Ninefold.\n\n"
        "“I will take it,” Ms Astley-Webb added. Astley-Webb said the fund would vote no."
    )
    assert {s.name for s in speakers_of(text, nlp)} == {"Corinne Astley-Webb"}


def test_no_person_s_office_is_a_body(nlp):
    text = "The Department of Justice was warned. The minister said that nothing was wrong."
    assert speakers_of(text, nlp)[-1].name is None


@pytest.mark.parametrize(
    "source",
    [
        "The diplomat, who asked not to be named,",
        "The captain, whose name has not been released,",
        "The man behind the counter, who would not give his name,",
        "The aide, speaking on condition of anonymity,",
    ],
)
def test_who_is_said_not_to_be_named_is_nobody_named(nlp, source):
    text = f"Maria Holm opened the meeting on Monday. She said it was late. {source} said it was a shame."
    assert [s.name for s in speakers_of(text, nlp)] == ["Maria Holm", None]


def test_who_is_named_in_the_next_paragraph_is_called_by_an_office_before(nlp):
    text = (
        "The talks ended on Monday.\n\nNobody was told.\n\nThe plant was safe, the plant's manager said on Friday.\n\n"
        "“Nothing leaks,” wrote Joanna Feld, the manager. “It never did.”"
    )
    assert next(s.name for s in speakers_of(text, nlp)) == "Joanna Feld"


def test_whose_neighbour_somebody_is_is_no_body(nlp):
    text = (
        "“Nobody wrote it down,” said Janet Holloway, a surveyor at Crestline Shipping.\n\n"
        "Holloway's neighbour, Colin Abara, whose brother died on the ferry, said he did not expect an apology."
    )
    assert [(s.name, s.affiliation) for s in speakers_of(text, nlp)] == [
        ("Janet Holloway", "Crestline Shipping"),
        ("Colin Abara", None),
    ]


def test_a_body_of_one_word_is_the_one_that_is_named_in_full(nlp):
    text = (
        "Wexcombe council will close two of its libraries.\n\n"
        "Council leader Judith Parrish said the authority had run out of easy things to cut."
    )
    assert [(s.role, s.affiliation) for s in speakers_of(text, nlp)] == [("leader", "Wexcombe council")]
