"""What training makes of the data of others. It needs the extra `train`."""

import pytest

torch = pytest.importorskip("torch", reason="torch, with which the pipeline is trained, is not installed")

from models.train.parsing import second_version  # noqa: E402  (it imports torch)
from models.train.tagging import Table  # noqa: E402


def rows(*words):
    """(word, tag, entity, head, relation) as CoreNLP's rows have them."""
    return [[word, 0, 0, word, tag, entity, head, relation] for word, tag, entity, head, relation in words]


@pytest.mark.parametrize(
    ("sentence", "second"),
    [
        (  # a person's name hangs on its first word
            [
                ("Mayor", "NNP", "O", 2, "compound"),
                ("Jane", "NNP", "PERSON", 2, "compound"),
                ("Roe", "NNP", "PERSON", 3, "nsubj"),
                ("spoke", "VBD", "O", -1, "root"),
            ],
            [(1, ""), (3, "nsubj"), (1, "flat"), (-1, "root")],
        ),
        (  # a conjunction on what follows, and marks say nothing
            [
                ("bread", "NN", "O", -1, "root"),
                ("and", "CC", "O", 0, "cc"),
                ("butter", "NN", "O", 0, "conj"),
                (".", ".", "O", 0, "punct"),
            ],
            [(-1, "root"), (2, "cc"), (0, "conj"), (0, None)],
        ),
        (  # what is a verb's is an oblique
            [
                ("spoke", "VBD", "O", -1, "root"),
                ("in", "IN", "O", 2, "case"),
                ("town", "NN", "O", 0, "nmod"),
                ("of", "IN", "O", 4, "case"),
                ("mills", "NNS", "O", 2, "nmod"),
            ],
            [(-1, "root"), (2, "case"), (0, "obl"), (4, "case"), (2, "nmod")],
        ),
    ],
)
def test_a_tree_of_the_first_version_is_read_as_one_of_the_second(sentence, second):
    assert [(row[6], row[7]) for row in second_version(rows(*sentence))] == second


def test_any_of_several_tags_is_right_and_of_no_tag_nothing_is_lost():
    table = Table(["IN", "TO", "NN"])
    allowed = torch.tensor(table.rows(["IN TO", "NN", "", "XX"]))
    scores = torch.tensor([[0.0, 9.0, 0.0]] * 4)
    lacks = table.loss(scores, allowed).tolist()
    assert lacks[0] < 0.001 < 8 < lacks[1]
    assert lacks[2:] == pytest.approx([0.0, 0.0])
    assert table.right(scores, allowed) == 50
