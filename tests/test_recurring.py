"""Names that are missed in one sentence and found in another."""

import spacy
from spacy.tokens import Doc, Span

from claimx.recurring import found_again


def doc_of(words: str, proper: set[str], people: list[tuple[int, int]], label="PERSON") -> tuple[Doc, list[Span]]:
    tokens = words.split()
    pos = ["PROPN" if word in proper else "NOUN" for word in tokens]
    doc = Doc(spacy.blank("en").vocab, words=tokens, pos=pos, sent_starts=[i == 0 for i in range(len(tokens))])
    return doc, [Span(doc, start, end, label) for start, end in people]


def names(words: str, proper: set[str], people: list[tuple[int, int]]) -> list[str]:
    doc, found = doc_of(words, proper, people)
    return [span.text for span in found_again(doc, found)]


def test_a_surname_of_a_full_name_is_found_again():
    assert names("Newt Gingrich spoke . Gingrich left", {"Newt", "Gingrich"}, [(0, 2)]) == ["Newt Gingrich", "Gingrich"]


def test_a_first_name_before_it_belongs_to_it():
    words = "Gingrich spoke . Gingrich left . what Newt Gingrich said"
    assert names(words, {"Newt", "Gingrich"}, [(0, 1), (3, 4)])[-1] == "Newt Gingrich"


def test_what_is_called_after_somebody_is_not_they():
    assert names("Donald Trump left Trump Tower", {"Donald", "Trump", "Tower"}, [(0, 2)]) == ["Donald Trump"]


def test_one_word_taken_for_a_person_once_proves_nothing():
    assert names("Ohio spoke . Ohio left", {"Ohio"}, [(0, 1)]) == ["Ohio"]


def test_an_office_is_no_first_name():
    words = "Ann Keller spoke . then Senator Keller left"
    assert names(words, {"Ann", "Keller", "Senator"}, [(0, 2)]) == ["Ann Keller", "Keller"]


def test_a_known_first_name_before_a_surname_that_was_found_alone_belongs_to_it():
    assert names("calling for Donald Trump to go", {"Donald", "Trump"}, [(3, 4)]) == ["Donald Trump"]


def test_whoever_a_programme_is_called_after_is_named_by_it():
    doc, found = doc_of(
        "The Rachel Maddow Show began . Maddow smiled . Maddow left", {"Rachel", "Maddow"}, [(6, 7), (9, 10)]
    )
    found.insert(0, Span(doc, 0, 4, "MISC"))
    assert next((s.text, s.label_) for s in found_again(doc, found)) == ("Rachel Maddow", "PERSON")


def test_a_body_is_found_again_by_its_last_word_behind_an_article():
    doc, found = doc_of(
        "Washington Post wrote . in the Post , the Post office", {"Washington", "Post"}, [(0, 2)], "ORG"
    )
    assert [s.text for s in found_again(doc, found)] == ["Washington Post", "Post"]


def test_what_a_chief_executive_leads_is_a_body_wherever_it_is_named():
    words = "Meta CEO Ann Keller spoke . Staff at Meta left . Then Meta said"
    doc, found = doc_of(words, {"Meta", "CEO", "Ann", "Keller"}, [(2, 4), (12, 13)])
    assert [(s.text, s.label_) for s in found_again(doc, found)] == [
        ("Meta", "ORG"),
        ("Ann Keller", "PERSON"),
        ("Meta", "ORG"),
        ("Meta", "ORG"),
    ]


def test_a_body_that_was_missed_is_found_again_but_not_within_another_name():
    doc, found = doc_of("Kroll grew . Then Kroll fell . The Kroll Tower", {"Kroll", "Tower"}, [(0, 1)], "ORG")
    assert [s.start for s in found_again(doc, found)] == [0, 4]


def test_a_word_that_begins_a_sentence_is_no_body_for_an_office_behind_it():
    doc, found = doc_of("Creative director Ann Keller spoke", {"Creative", "Ann", "Keller"}, [(2, 4)])
    assert [s.text for s in found_again(doc, found)] == ["Ann Keller"]
