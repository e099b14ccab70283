"""The pipeline as spaCy loads, saves and runs it."""

import copy

import pytest
from spacy.tokens import DocBin

import claimx
from claimx import shipped
from claimx.attribution import attributions
from claimx.errors import ClaimxError
from claimx.extraction import extract
from claimx.pipeline import load
from claimx.reading import decode
from tests.conftest import ARTICLE


def test_plain_spacy_loads_the_shipped_pipeline_and_leaves_span_groups():
    import spacy

    doc = spacy.load(shipped.path())(ARTICLE)
    assert {"source", "cue", "content"} <= set(doc.spans)
    assert [a.cue.text for a in attributions(doc)] == [s.text for s in doc.spans["cue"]]
    assert all(t.pos_ and t.tag_ and t.dep_ for t in doc)
    assert "Ada Marsh" in [e.text for e in doc.ents if e.label_ == "PERSON"]
    assert [t.lemma_ for t in doc if t.text in ("is", "said", "warned")][:3] == ["be", "say", "warn"]


def test_attributions_survive_spacys_own_serialisation(nlp):
    doc = nlp(ARTICLE)
    bare = copy.copy(doc)
    bare.user_data = {}
    (again,) = DocBin(docs=[bare], store_user_data=False).get_docs(nlp.vocab)
    assert [(str(a.source), str(a.cue)) for a in attributions(again)] == [
        (str(a.source), str(a.cue)) for a in attributions(doc)
    ]


def test_a_saved_pipeline_finds_the_same(nlp, tmp_path):
    import spacy

    nlp.to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    assert [c.id for c in claimx.records(again(ARTICLE))] == [c.id for c in claimx.records(nlp(ARTICLE))]


def test_docs_in_a_stream_are_read_as_if_alone(nlp):
    texts = [ARTICLE, "“No,” she said.", "", ARTICLE[60:]]
    alone = [[c.model_dump() for c in claimx.records(nlp(t))] for t in texts]
    assert [[c.model_dump() for c in claimx.records(d)] for d in nlp.pipe(texts)] == alone


def test_another_pipeline_supplies_tags_parse_and_entities(tmp_path):
    """ClearNLP labels and OntoNotes types, as spaCy's own English pipelines have them."""
    import spacy
    from spacy.language import Language

    @Language.component("test_clearnlp")
    def annotate(doc):
        for token in doc:
            token.pos_, token.tag_, token.dep_, token.lemma_ = "PROPN", "NNP", "nsubj", token.lower_
        doc.set_ents([spacy.tokens.Span(doc, t.i, t.i + 2, "PERSON") for t in doc if t.text == "Ada"])
        return doc

    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.add_pipe("test_clearnlp")
    other.meta["name"] = "other"
    other.to_disk(tmp_path / "other")
    nlp = load(tmp_path / "other")
    claims = claimx.records(nlp(ARTICLE))
    assert "Ada Marsh" in [c.speaker.name for c in claims]
    assert nlp.pipe_names == [
        "sentencizer",
        "test_clearnlp",
        "claimx_encoder",
        "claimx_attribution",
        "claimx_mentions",
        "claimx_coreference",
        "claimx_bodies",
        "claimx_roles",
        "claimx_hedges",
    ]
    assert extract(decode(b"", "a"), nlp).model.startswith("en_other 0.0.0 + claimx-en ")


def test_a_pipeline_of_another_language_is_refused(tmp_path):
    import spacy

    spacy.blank("de").to_disk(tmp_path / "de")
    with pytest.raises(ClaimxError, match="reads English"):
        load(tmp_path / "de")


def test_an_untrained_component_says_what_to_load():
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_encoder")
    with pytest.raises(ClaimxError, match=r"claimx\.load"):
        nlp.get_pipe("claimx_encoder")(nlp.make_doc("Hello."))
