"""Which words hedge, and of what type they are."""

import pytest

from claimx.hedgetypes import CERTAINTIES, TOLD, TYPES
from claimx.lexicon import lexicon


def hedges_of(text: str, nlp) -> list[tuple[str, str]]:
    doc = nlp(text)
    return [(span.text, span.label_) for span in doc.spans["hedges"]]


@pytest.mark.parametrize(
    ("text", "cue", "type_"),
    [
        ("Mary Stone said it is understood that the deal is done.", "understood", "evidential"),
        ("Mary Stone said the deal was worth in the region of £40m.", "in the region of", "approximator"),
        ("The bridge may fall before the winter, the mayor said.", "may", "epistemic"),
        ("Perhaps the bridge will stand, the mayor said.", "Perhaps", "epistemic"),
        ("The bridge is likely to fall, the mayor said.", "likely", "epistemic"),
        ("The mayor believes the bridge is safe.", "believes", "doxastic"),
        ("The bridge is expected to reopen in May.", "expected", "doxastic"),
        ("“I think the bridge is safe,” said Mary Stone.", "I think", "shield"),
        ("“We don’t believe the bridge is safe,” said Mary Stone.", "We don’t believe", "shield"),
        ("Mary Stone has reportedly sold the bridge.", "reportedly", "evidential"),
        ("Some critics say the bridge is ugly.", "Some critics", "weasel"),
        ("People familiar with the matter said the bridge was sold.", "People familiar with the matter", "weasel"),
        ("The bridge cost about $300 million to build.", "about", "approximator"),
        ("The bridge is largely made of steel.", "largely", "approximator"),
        ("They were seeing early signs of rust on the bridge.", "early signs", "preliminary"),
        ("Engineers are beginning to see rust on the bridge.", "beginning to see", "preliminary"),
        ("It remains to be seen who will pay for the bridge.", "remains to be seen", "investigation"),
        ("Police asked whether the bridge was locked.", "whether", "investigation"),
        ("The bridge will fall unless the river drops, she said.", "unless", "condition"),
        ("If the river rises, the bridge will fall, she said.", "If", "condition"),
    ],
)
def test_each_type_of_hedge_is_found(nlp, text, cue, type_):
    assert (cue, type_) in hedges_of(text, nlp)


@pytest.mark.parametrize(
    "text",
    [
        "The fair opens on May 3 in Dayton.",
        "She wrote a book about bridges and walked around the lake.",
        "Residents can apply online for a permit.",
        "The mayor could not be reached for comment.",
        "She said she would resign on Friday.",
        "The mayor believes in hard work.",
        "He suggested that officials should close the bridge.",
        "She brought a little dog and some bread.",
        "Even if it rains, the fair will open.",
        "What kind of bridge is it?",
        "They will put that power in every hand.",
    ],
)
def test_plain_words_are_no_hedges(nlp, text):
    assert hedges_of(text, nlp) == []


def test_an_if_that_asks_is_an_open_question(nlp):
    assert ("if", "investigation") in hedges_of("Reporters asked him if the bridge was safe.", nlp)


def test_the_longer_of_two_cues_counts(nlp):
    found = hedges_of("It is unclear whether the bridge will stand.", nlp)
    assert ("unclear whether", "investigation") in found
    assert ("whether", "investigation") not in found


def test_the_lexicon_names_known_types_and_levels():
    for entry in lexicon("hedges"):
        assert entry["type"] in TYPES and entry["certainty"] in CERTAINTIES and entry["told"] in TOLD
        assert {"cues", "pattern", "groups", "persons"} & set(entry)


def test_a_pipeline_with_no_weights_for_hedges_goes_by_the_words_alone(nlp):
    from claimx.hedges import Hedges, hedges

    doc = nlp("The bridge may fall. They can apply online.")
    bare = Hedges(nlp.vocab, "claimx_hedges")
    found = hedges(bare(doc))
    assert [(doc[h.start : h.end].text, h.score) for h in found] == [("may", None)]
