"""Which body a noun stands for."""

import pytest

from claimx.bodyfinder import inner_bodies
from claimx.coreference import Candidate, discourse, revise
from claimx.mentions import mentions
from tests.reading import speakers_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Its name tells, or what stands beside it.
        (
            "Halden Motors will cut 300 jobs. The United Steel Workers called a strike at Halden Motors on Monday.\n\n"
            "The union said talks had failed.",
            "United Steel Workers",
        ),
        (
            "Larkspur, the insurer, and Brock & Lyle, a law firm, were sued by Ann Keller in May.\n\n"
            "The insurer said it would appeal.",
            "Larkspur",
        ),
        (
            "Northfield Infirmary will close its maternity ward. Staff wrote to Westmark County Council in May.\n\n"
            "The hospital said births would move to Leeds.",
            "Northfield Infirmary",
        ),
    ],
)
def test_of_several_bodies_the_one_is_meant_that_is_such_a_thing(nlp, text, name):
    speaker = speakers_of(text, nlp)[-1]
    assert (speaker.name, speaker.resolved, speaker.type) == (name, "coreference", "organization")


def test_a_noun_for_which_nobody_is_named_is_left_as_it_is(nlp):
    text = "Ann Keller and Paul Gray met in Leeds on Monday. The regulator said fares would rise."
    assert speakers_of(text, nlp)[-1].name is None


def test_a_noun_within_a_phrase_stands_for_a_body_too(nlp):
    text = "Korvane Systems shut its plant in Leeds. Korvane Systems lost 2m. Company director Ann Keller said so."
    doc = nlp(text)
    assert [body.name for body in inner_bodies(doc).values()] == ["Korvane Systems"]
    assert speakers_of(text, nlp)[-1].affiliation == "Korvane Systems"


def test_what_stood_for_a_noun_stands_for_what_the_noun_does(nlp):
    doc = nlp("Ann Keller met the group. It said so.")
    known, before = mentions(doc), discourse(doc)
    texts = [known.span(i).text for i in range(len(known))]
    name, noun, pronoun = map(texts.index, ("Ann Keller", "the group", "It"))
    before.entity[noun] = before.entity[pronoun] = noun
    revise(doc, {noun: (name, [Candidate(name, 0.9)])})
    after = discourse(doc)
    assert after.entity[noun] == after.entity[pronoun] == after.entity[name]
    assert after.antecedents[noun] == [Candidate(name, 0.9)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Halden Motors, which rivals Corvane, said on Monday that sales fell. Its chairman said no.",
            "Halden Motors",
        ),
        ("Pomelo Systems will seek a rehearing. Its general counsel said so in a statement.", "Pomelo Systems"),
        ("Corvane Energy shut a plant on Monday. It said that demand was weak.", "Corvane Energy"),
    ],
)
def test_a_pronoun_stands_for_the_body_that_was_spoken_of(nlp, text, name):
    doc = nlp(text)
    known, found = mentions(doc), discourse(doc)
    number = next(i for i, word in enumerate(known.words) if word in ("its", "it"))
    entity = found.entity[number]
    assert name in known.span(entity).text
