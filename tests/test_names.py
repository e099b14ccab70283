"""Names of one person or body, told from those of another."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from claimx import gender
from claimx.coreference import discourse
from claimx.mentions import MentionFinder, mentions
from claimx.names import Names, clean, key, without_titles

# With what a word is in small letters, which an empty vocabulary does not know.
VOCAB = spacy.blank("en").vocab


def names(*sequence: str) -> tuple[Names, list[str]]:
    """The names of a text made of "Name/LABEL" items, with a verb between every two."""
    words, entities = [], []
    for item in sequence:
        name, _, label = item.rpartition("/")
        first = len(words)
        words += [*name.split(), "spoke", "."]
        entities.append((first, first + len(name.split()), label))
    doc = Doc(VOCAB, words=words, pos=["PROPN" if w[0].isupper() else "VERB" for w in words], tags=["NNP"] * len(words))
    doc.set_ents([Span(doc, *entity) for entity in entities if entity[2]])
    doc.user_data["claimx_encoding"] = None
    found = mentions(MentionFinder(doc.vocab, "mentions")(doc))
    return Names(found), [found.span(i).text for i in range(len(found))]


def resolved(*sequence: str) -> list[str | None]:
    """The canonical name of each item, None where it is left open."""
    found, texts = names(*sequence)
    out = []
    for i in range(len(texts)):
        alias = found.of(i)
        out.append(alias.named.name if alias is not None and alias.confidence >= 0.5 else None)
    return out


@pytest.mark.parametrize(
    ("sequence", "name"),
    [
        (["Mark Zuckerberg/PERSON", "Zuckerberg/PERSON"], "Mark Zuckerberg"),
        (["Zuckerberg/PERSON", "Mark Zuckerberg/PERSON"], "Mark Zuckerberg"),
        (["John Kerry/PERSON", "John F. Kerry/PERSON"], "John F. Kerry"),
        (["Robert Corker/PERSON", "Bob Corker/PERSON"], "Robert Corker"),
        (["Pedro Sánchez/PERSON", "Pedro Sánchez Castejón/PERSON"], "Pedro Sánchez Castejón"),
        (["Jan van der Berg/PERSON", "van der Berg/PERSON"], "Jan van der Berg"),
        (["Kim Jong-un/PERSON", "Kim/PERSON"], "Kim Jong-un"),
        (["Marco Rubio/PERSON", "Marco/PERSON"], "Marco Rubio"),
        (["Federal Reserve/ORG", "Fed/ORG"], "Federal Reserve"),
        (["American Civil Liberties Union/ORG", "ACLU/ORG"], "American Civil Liberties Union"),
        (["Meta Platforms Inc./ORG", "Meta/ORG"], "Meta Platforms Inc."),
        (["New York Times/ORG", "Times/ORG"], "New York Times"),
    ],
)
def test_short_and_full_names_are_one(sequence, name):
    assert resolved(*sequence) == [name, name]


@pytest.mark.parametrize(
    "sequence",
    [
        ["Ann Lee/PERSON", "Mark Lee/PERSON"],
        ["Ohio State University/ORG", "Ohio/LOC"],
        ["Ford Foundation/ORG", "Henry Ford/PERSON"],
        ["Ann Lee/PERSON", "Lee Park/PERSON"],
    ],
)
def test_other_names_stay_apart(sequence):
    first, second = resolved(*sequence)
    assert first != second


def test_a_surname_of_two_is_told_by_a_title():
    found = resolved("Hillary Clinton/PERSON", "Bill Clinton/PERSON", "Mrs. Clinton/PERSON", "Mr. Clinton/PERSON")
    assert found == ["Hillary Clinton", "Bill Clinton", "Hillary Clinton", "Bill Clinton"]


def test_a_surname_of_two_is_left_open_where_nothing_tells():
    assert (
        resolved("Ann Clinton/PERSON", "Sue Clinton/PERSON", *["Ada Marsh/PERSON"] * 30, "Clinton/PERSON")[-1] is None
    )


def test_a_surname_of_two_is_of_the_one_who_is_spoken_of():
    found = resolved("Ann Clinton/PERSON", "Sue Clinton/PERSON", *["Sue Clinton/PERSON"] * 3, "Clinton/PERSON")
    assert found[-1] == "Sue Clinton"


def test_the_rivals_of_a_surname_are_kept_with_their_scores():
    found, texts = names("Ann Clinton/PERSON", "Sue Clinton/PERSON", "Clinton/PERSON")
    rivals = found.of(len(texts) - 1).rivals
    assert {named.name for named, _ in rivals} == {"Ann Clinton", "Sue Clinton"}
    assert sum(p for _, p in rivals) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zuckerberg’s", "Zuckerberg"),
        ("the Federal Reserve", "Federal Reserve"),
        ("“Ann Lee,”", "Ann Lee"),
        ("Acme Inc.", "Acme Inc."),
        ("the players’", "players"),
        ("The", "The"),
    ],
)
def test_a_name_is_cleaned_at_its_edges(text, name):
    assert clean(text) == name


def test_titles_are_no_part_of_a_name():
    assert without_titles("Prime Minister Narendra Modi") == "Narendra Modi"
    assert without_titles("Mr. Lee") == "Lee"
    assert without_titles("King") == "King"


def test_names_are_compared_without_marks_initials_and_legal_forms():
    assert key("Donald J. Trump") == key("donald trump")
    assert key("Meta Platforms, Inc.") == ("meta", "platforms")
    assert key("Dwayne O'Neil") == key("Dwayne O’Neil")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mr. lee", gender.MALE),
        ("dame funke bright", gender.FEMALE),
        ("ruth adeyemi", gender.FEMALE),
        ("mark lee", gender.MALE),
        ("kim lee", gender.UNKNOWN),
        ("adeyemi", gender.UNKNOWN),
    ],
)
def test_titles_and_first_names_tell_a_gender(words, told):
    assert gender.of_name(words.split()) == told


def test_a_headline_s_verb_is_no_surname(nlp):
    text = "Elizabeth Warren Hammers Bank Chief\n\nSen. Elizabeth Warren told him to go. “Go,” Warren said.\n"
    names = [named.name for named in discourse(nlp(text)).names.people]
    assert "Elizabeth Warren" in names
    assert "Elizabeth Warren Hammers" not in names


def test_one_name_written_with_and_without_a_doubled_letter_is_one():
    found = resolved("Hilary Clinton/PERSON", "Hillary Clinton/PERSON", "Clinton/PERSON")
    assert len(set(found)) == 1


def test_a_hyphened_first_name_is_one(nlp):
    text = "Kelly-Ann Driver told the court that she had been asleep. “Never,” Kelly-Ann said.\n"
    names = [named.name for named in discourse(nlp(text)).names.people]
    assert "Kelly" not in names
    assert "Ann" not in names
