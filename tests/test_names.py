"""Names of one person or body, told from those of another."""

import pytest
import spacy
from spacy.tokens import Doc, Span

import claimx
from claimx import gender
from claimx.coreference import discourse
from claimx.mentions import PRONOUN, MentionFinder, mentions
from claimx.names import Names
from claimx.namewords import clean, key, without_titles
from claimx.reading import decode
from claimx.titles import title
from tests.reading import speakers_of

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


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("“We counted,” Majority Whip Sid Orlowski said. “I like my math.”", "Sid Orlowski", "Majority Whip"),
        ("Det Supt Gareth Moule, of Lincolnshire Police, said the force was late.", "Gareth Moule", "Det Supt"),
        ("The deal is bad news for Ohio Gov. John Kasich, who said it was late.", "John Kasich", "Gov."),
        (
            "“He asked for help,” Assistant District Attorney Monique Hargrove told jurors.",
            "Monique Hargrove",
            "Assistant District Attorney",
        ),
        ("Judge Sir Peregrine Shaw said that the jury was late.", "Peregrine Shaw", "Judge"),
        ("Editor-in-chief Bob Stone said that it was late.", "Bob Stone", "Editor-in-chief"),
    ],
)
def test_a_title_before_a_name_is_no_part_of_it_and_tells_the_role(nlp, text, name, role):
    doc = nlp(text)
    found = mentions(doc)
    person = next(e for e in doc.ents if e.text == name)
    assert title(mentions(doc), person).role == role
    assert found.at(person.root.i) is not None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sens. Rand Paul (Ky.) and Marco Rubio (Fla.) said that they were late.", "Rand Paul; Marco Rubio"),
        ("Reps. Ann Lee and Bob Stone said it was late.", "Ann Lee; Bob Stone"),
        ("The Obama administration said it was late.", "Obama administration"),
        (
            "Hillary Clinton and Donald Trump met. The Clinton campaign left. Clinton smiled. Her campaign denied it.",
            "Clinton campaign",
        ),
        ("The Washington Post wrote on Monday. It was late, the Post reported.", "Washington Post"),
    ],
)
def test_whom_a_title_or_a_body_s_word_stands_for_is_named(nlp, text, names):
    assert claimx.extract(decode(text.encode(), "a"), nlp).claims[-1].speaker.name == names


def test_a_person_is_not_short_for_those_who_follow_them(nlp):
    doc = nlp("Trump smiled. A spokeswoman for the Trump campaign said it was late.")
    assert {n.name: n.type for n in discourse(doc).names.all} == {"Trump": "PERSON", "Trump campaign": "ORG"}


def test_he_is_a_pronoun_whatever_the_tagger_says(nlp):
    doc = nlp("“I don’t think it’s do or die, any endorsement in particular,” he said outside the building.")
    found = mentions(doc)
    he = next(t.i for t in doc if t.text == "he")
    assert found.form[found.at(he)] == PRONOUN


@pytest.mark.parametrize("name", ["Lord Ashby", "Pope Francis", "Baroness Hale"])
def test_a_rank_is_borne_with_one_name(nlp, name):
    text = f"{name} said the war must end. He said so on Monday."
    assert claimx.extract(decode(text.encode(), "article.txt"), nlp).claims[0].speaker.name == name


def test_ranks_of_birth_tell_two_of_one_name():
    items = ["Charles Elliott Jr./PERSON", "Charles Elliott III/PERSON", "Charles Elliott Jr./PERSON"]
    assert resolved(*items) == ["Charles Elliott Jr.", "Charles Elliott III", "Charles Elliott Jr."]


def test_a_name_s_particle_is_no_initial():
    assert resolved("Pádraig Ó Sé/PERSON", "Ó Sé/PERSON") == ["Pádraig Ó Sé", "Pádraig Ó Sé"]


def test_a_member_of_a_party_is_somebody_and_no_name(nlp):
    text = (
        "Claude Robichaux declined to name them. The 61-year-old Republican, who sold insurance before he ran, said "
        "that the grant was fair."
    )
    assert {s.name for s in speakers_of(text, nlp)} == {"Claude Robichaux"}


def test_somebody_of_another_has_their_own_name(nlp):
    text = "Stansfield’s neighbour, Imran Qureshi, who runs the chip shop, said that the water came at night."
    assert [s.name for s in speakers_of(text, nlp)] == ["Imran Qureshi"]


def test_a_man_is_not_whom_her_surname_calls_a_woman(nlp):
    text = (
        "Shabana Akhtar works nights. Mrs Akhtar said she was tired. Her husband agreed. Mr Akhtar said they might "
        "leave. “It is hard,” Mrs Akhtar said."
    )
    assert [s.name for s in speakers_of(text, nlp)] == ["Shabana Akhtar", "Akhtar", "Shabana Akhtar"]


def test_where_an_article_was_written_is_nobody_s_name(nlp):
    text = "SEATTLE — Two people briefed on the plan said Novarra would cut jobs."
    assert [s.name for s in speakers_of(text, nlp)] == [None]


def test_whoever_was_asked_answers(nlp):
    text = "Brian Achebe asked Wei Zhang whether he had warned the board. He said he had sent two emails."
    assert [s.name for s in speakers_of(text, nlp)] == ["Brian Achebe", "Wei Zhang"]


@pytest.mark.parametrize("text", ["", "“", "\x08\ufada"])
def test_what_has_no_word_is_nobody(text):
    found, _ = names("Jane Roe/PERSON")
    assert found.find(text) is None
    assert found.nearest(text, 1) is None


def test_a_couple_shares_a_surname(nlp):
    text = "Bill and Hillary Clinton came to Leeds on Monday. Mr. Clinton said that it was late."
    assert speakers_of(text, nlp)[-1].name == "Bill Clinton"
    text = "Clinton and Bernie Sanders came to Leeds. Hillary Clinton said that it was late. Clinton left, she said."
    assert {s.name for s in speakers_of(text, nlp)} == {"Hillary Clinton"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Its chairman, coal executive Buford “Buck” Tolliver, said Ridenour has his full confidence.", "Tolliver"),
        ("Capt. Alasdair “Sandy” McPhail, who commanded her, said he had been told to nurse her along.", "McPhail"),
        ("Councillor Verna Cardinal puts it down to luck. Nobody was hurt, Cardinal said.", "Verna Cardinal"),
        ("Pieter-Jan Doms of the group said it had been preparing a claim for damages.", "Pieter-Jan Doms"),
        ("In a note of scepticism, Inês Valadão said that the app contains her code.", "Inês Valadão"),
        ("The order was read out by Vladimir V. Putnam. Putnam said he had no choice.", "Vladimir V. Putnam"),
        ("The deputies were sued. “There was no time,” Cpl. Nathan Fusilier testified.", "Nathan Fusilier"),
        (
            "It was a retired general who complained. Gen. Prayong Thephasak said he bore no grudge.",
            "Prayong Thephasak",
        ),
    ],
)
def test_a_name_is_whole(nlp, text, name):
    found = speakers_of(text, nlp)[-1].name
    assert found is not None
    assert found.endswith(name)
    assert not found.lower().startswith(("cpl", "gen"))


def test_a_first_name_ends_before_what_is_no_surname(nlp):
    doc = nlp("Hillary Democrats met. Former Ted party men, Paul Friday and Christian Mayor Jane Roe were there.")
    names = {e.text for e in doc.ents if e.label_ == "PERSON"}
    assert "Jane Roe" in names
    assert not {"Hillary Democrats", "Ted party", "Christian Mayor"} & names


def test_a_first_name_is_known_without_its_accents():
    assert gender.of_first_name("inês") == gender.of_first_name("ines") == gender.FEMALE


def test_of_two_of_one_surname_the_one_who_is_named_most_is_meant():
    sequence = ["Jane Roe/PERSON", *["Jane Roe/PERSON"] * 4, "John Roe/PERSON", "Roe/PERSON"]
    assert resolved(*sequence)[-1] == "Jane Roe"


def test_a_noun_is_whoever_is_told_to_be_that(nlp):
    text = (
        "Miriama Pohatu, a novelist, has won the prize. Her editor, Joel Abrams, said it was late.\n\n"
        "“Nobody in the family knew,” the novelist said.\n"
    )
    assert [s.name for s in speakers_of(text, nlp)] == ["Joel Abrams", "Miriama Pohatu"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Roe left the board. Roe and Roe said no.", "Jane Roe"),
        ("Jane Roe left the board. Roe and Tom Moss said no.", "Jane Roe; Tom Moss"),
    ],
)
def test_one_who_is_named_twice_in_a_source_is_one(nlp, text, name):
    assert claimx.extract(decode(text.encode(), "a"), nlp).claims[-1].speaker.name == name
