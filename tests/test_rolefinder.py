"""The choice of a person's role and affiliation among all that an article says near them."""

import numpy as np
import pytest

import claimx
from claimx.candidates import Finder, key
from claimx.mentions import mentions
from claimx.reading import decode
from claimx.rolefinder import standings
from claimx.scene import FIELDS, Scene
from claimx.surroundings import REACH, Surroundings
from tests.reading import speakers_of

ARTICLE = """Greenline shut its depot in Leeds on Monday.

Jill Marsh, who chairs the bus company, told the Yorkshire Post: “There was no other way.” Tom Moss, a driver, said that
nobody had asked him. Marsh said the union had been told in May.
"""


@pytest.fixture(scope="module")
def scene(nlp):
    doc = nlp(ARTICLE)
    return Scene(nlp.get_pipe("claimx_roles"), doc), doc


def test_a_body_told_in_another_sentence_is_found(nlp):
    speaker = claimx.extract(decode(ARTICLE.encode(), "a"), nlp).claims[0].speaker
    assert (speaker.name, speaker.affiliation) == ("Jill Marsh", "Greenline")


def test_a_person_at_work_without_a_body_keeps_the_role(nlp):
    moss = [
        c.speaker for c in claimx.extract(decode(ARTICLE.encode(), "a"), nlp).claims if c.speaker.name == "Tom Moss"
    ]
    assert moss
    assert moss[0].role == "driver"


def test_every_choice_has_none_first_and_each_text_once(scene):
    found, _ = scene
    for _, who in found.whos():
        for field in FIELDS:
            choice = found.choice(field, who)
            assert choice.texts[0] == ""
            assert len({key(t) for t in choice.texts}) == len(choice.texts)
            assert choice.known.shape[0] == len(choice.number)
            assert set(choice.number.tolist()) == set(range(len(choice.texts)))
            assert np.isfinite(choice.known).all()
            mentions_of, candidates = found.sides(field)
            assert (choice.pairs >= 0).all() and (choice.pairs < [len(mentions_of), len(candidates)]).all()
            assert len(choice.pairs) == len(choice.places) < len(choice.known)


def test_what_may_be_told_of_several_is_what_may_be_told_of_each(scene, nlp):
    found, _ = scene
    whos = [who for _, who in found.whos()]
    finder = nlp.get_pipe("claimx_roles")
    for field in FIELDS:
        together = found.choices(field, [(who, None) for who in whos])
        each = [found.choice(field, who) for who in whos]
        assert len(whos) > 1
        for a, b in zip(together, each, strict=True):
            assert (a.texts, a.rule, a.favour) == (b.texts, b.rule, b.favour)
            assert np.array_equal(a.number, b.number)
            assert np.allclose(a.known, b.known, atol=1e-5) and np.allclose(a.seen, b.seen, atol=1e-5)
        for a, b in zip(finder.rows(field, together), each, strict=True):
            assert np.allclose(a, finder.rows(field, [b])[0], atol=1e-4)


def test_nobody_is_at_their_own_name(scene):
    found, _ = scene
    for _, who in found.whos():
        texts = {key(t) for t in found.choice("affiliation", who).texts}
        assert not texts & {key(who.named.name), who.named.words[-1]} if who.named else True


def test_pairs_grow_with_the_text_and_not_with_its_square(nlp):
    doc = nlp(ARTICLE * 30)
    found = mentions(doc)
    around = Surroundings(doc, found, Finder(doc, found, lambda _: None, {}, {}))
    rows, _ = around.near(np.arange(len(found)), around.bodies)
    assert len(rows) <= len(found) * 2 * REACH


def test_what_was_found_can_be_stored_with_the_doc(nlp):
    from spacy.tokens import Doc

    doc = nlp(ARTICLE)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))
    assert standings(doc)
    assert standings(again) == {}


def test_explain_tells_what_was_not_chosen(nlp):
    from claimx.explain import explain, to_text

    article = decode(ARTICLE.encode(), "a")
    claim = claimx.extract(article, nlp).claims[0]
    told = to_text(explain(article, nlp, claim.id))
    assert "affiliation: Greenline" in told


def test_whoever_has_somebody_is_somebody_else(nlp):
    doc = nlp("Ruth Roe, the docker’s widow, said nobody had called. Tom Moss, a docker, said no.")
    found = Scene(nlp.get_pipe("claimx_roles"), doc)
    texts = {who.named.name: found.choice("role", who).texts for _, who in found.whos() if who.named}
    widow_s = next(i for i, token in enumerate(doc) if token.text == "docker")
    assert texts["Tom Moss"].count("docker") == 1
    choice = next(found.choice("role", who) for _, who in found.whos() if who.named and who.named.name == "Ruth Roe")
    assert widow_s not in choice.places[:, 0]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The ranking Democrat, Luis Roe, was no gentler.", "ranking Democrat"),
        ("Actors have taken its side. Tamsin Roe, who plays Astbury, said she was glad.", "actor"),
        ("The obstetricians Helen Marsh and Tom Roe said it was late.", "obstetrician"),
        ("The TDs Helen Marsh and Tom Roe said it was late.", "TD"),
        ("Opening the case, Nicholas Roe KC said that it was late.", "KC"),
        ("Mr Justice Cornhill said that it was late.", "Justice"),
        ("Lord Justice Ferris said that it was late.", "Lord Justice"),
        ("Inès Marchetti-Roux, Managing Partner, said that it was late.", "Managing Partner"),
        ("Rick Hohlt, a longtime GOP donor, said that it was late.", "longtime donor"),
    ],
)
def test_what_may_be_a_role_is_told_in_many_ways(nlp, text, role):
    doc = nlp(text)
    assert role in Scene(nlp.get_pipe("claimx_roles"), doc, scored=False)._around.roles.texts


def test_what_hangs_on_a_role_is_none(nlp):
    doc = nlp("Jane Roe, co-founder and chief executive of Halden, said that it was late. The co-founder left.")
    assert not {"co", "-founder"} & set(Scene(nlp.get_pipe("claimx_roles"), doc, scored=False)._around.roles.texts)


def test_nobody_is_what_their_own_people_are_to_them(nlp):
    text = (
        "Shabana Akhtar, 34, has packed rolls on the night shift for nine years. Her husband, Imran, bakes there."
        " “You hold it until your break,” Mrs Akhtar said."
    )
    assert speakers_of(text, nlp)[-1].role is None
