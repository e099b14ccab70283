"""What training makes of the data of others. It needs the extra `train`."""

import pytest

torch = pytest.importorskip("torch", reason="torch, with which the pipeline is trained, is not installed")

from models.train.parsing import second_version  # noqa: E402  (it imports torch)
from models.train.tagging import Table  # noqa: E402


def rows(*words):
    """(word, tag, entity, head, relation) as CoreNLP's rows have them."""
    return [[word, 0, 0, word, tag, entity, head, relation] for word, tag, entity, head, relation in words]


def test_a_person_s_name_hangs_on_its_first_word():
    found = second_version(
        rows(
            ("Mayor", "NNP", "O", 2, "compound"),
            ("Jane", "NNP", "PERSON", 2, "compound"),
            ("Roe", "NNP", "PERSON", 3, "nsubj"),
            ("spoke", "VBD", "O", -1, "root"),
        )
    )
    assert [(row[6], row[7]) for row in found] == [(1, ""), (3, "nsubj"), (1, "flat"), (-1, "root")]


def test_a_conjunction_hangs_on_what_follows_and_marks_say_nothing():
    found = second_version(
        rows(
            ("bread", "NN", "O", -1, "root"),
            ("and", "CC", "O", 0, "cc"),
            ("butter", "NN", "O", 0, "conj"),
            (".", ".", "O", 0, "punct"),
        )
    )
    assert [(row[6], row[7]) for row in found] == [(-1, "root"), (2, "cc"), (0, "conj"), (0, None)]


def test_what_a_verb_s_noun_is_to_it_is_an_oblique():
    found = second_version(
        rows(
            ("spoke", "VBD", "O", -1, "root"),
            ("in", "IN", "O", 2, "case"),
            ("town", "NN", "O", 0, "nmod"),
            ("of", "IN", "O", 4, "case"),
            ("mills", "NNS", "O", 2, "nmod"),
        )
    )
    assert [row[7] for row in found] == ["root", "case", "obl", "case", "nmod"]


def test_any_of_several_tags_is_right_and_of_no_tag_nothing_is_lost():
    table = Table(["IN", "TO", "NN"])
    allowed = torch.tensor(table.rows(["IN TO", "NN", "", "XX"]))
    scores = torch.tensor([[0.0, 9.0, 0.0]] * 4)
    lacks = table.loss(scores, allowed).tolist()
    assert lacks[0] < 0.001 < 8 < lacks[1]
    assert lacks[2:] == pytest.approx([0.0, 0.0])
    assert table.right(scores, allowed) == 50
