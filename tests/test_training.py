"""What training makes of the data of others. It needs the extra `train`."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from spacy.vocab import Vocab

from claimx.choice import Choice
from claimx.rolefinder import RoleFinder

torch = pytest.importorskip("torch", reason="torch, with which the pipeline is trained, is not installed")

from models.train.parsing import second_version  # noqa: E402  (it imports torch)
from models.train.references import BODIES, SPEAKERS, learnable  # noqa: E402
from models.train.rolescorer import SIDE, Scorer, merged  # noqa: E402
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


def test_several_scorers_are_one_that_says_their_mean():
    torch.manual_seed(3)
    several = [Scorer(5).eval() for _ in range(3)]
    known, mention, candidate = torch.randn(4, 5), torch.randn(4, SIDE), torch.randn(4, SIDE)
    mention[3] = candidate[3] = 0  # a candidate that stands nowhere near
    weights = merged(several)

    def layer(name, x):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    leaky = torch.nn.LeakyReLU(0.1)
    who, what = (leaky(layer(name, x)).reshape(4, 3, -1) for name, x in (("who", mention), ("what", candidate)))
    seen = torch.cat([who, what, who * what], 2) * torch.tensor([1.0, 1.0, 1.0, 0.0])[:, None, None]
    choice = Choice.__new__(Choice)
    choice.texts, choice.known, choice.seen = ["", "a", "b"], known.numpy(), seen.detach().numpy()
    choice.number = np.array([1, 2, 1, 0])
    head = RoleFinder(Vocab(), "claimx_roles")
    head.weights = {f"role.{name}": weight.detach().numpy() for name, weight in weights.items()}
    number, whole = torch.tensor(choice.number), torch.zeros(4, dtype=torch.long)
    mean = torch.stack([model(known, mention, candidate, number, whole) for model in several]).mean(0)
    assert np.allclose(head.rows("role", [choice])[0], mean.detach().numpy(), atol=1e-5)


@pytest.mark.parametrize(
    ("who", "candidates", "rows", "right"),
    [
        (["Roe", None, "Doe", "Roe"], [0, 1, 2, 3], [0, 2, 3], [True, False, False]),
        (["Doe", None, "Doe", "Roe"], [0, 1, 2, 3], [0, 2, 3], [False, False, True]),  # the first of her chain
        (["Roe", None, "Doe", "Roe"], [1, 2, 3], [], []),  # whose antecedent is no candidate
    ],
)
def test_an_antecedent_is_learnt_from_candidates_of_which_something_is_known(who, candidates, rows, right):
    pairs = SimpleNamespace(anaphor=np.full(len(candidates), 3), candidate=np.array(candidates))
    found = learnable(pairs, who, np.array([False, False, False, True]))
    assert [part.tolist() for part in found] == [rows, right]


def test_annotated_bodies_stand_in_their_articles():
    texts = {path.stem: path for path in SPEAKERS.glob("*/*.txt")}
    paths = sorted(BODIES.glob("*.json"))
    assert paths
    for path in paths:
        text = texts[path.stem].read_bytes().decode()
        for body in json.loads(path.read_text()):
            spans = [*body["name"], *body["nouns"], *body["short"]]
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans), path.name
