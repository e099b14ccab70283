"""The factories under which spaCy knows the components; `pyproject.toml` lists them as entry points."""

from spacy.language import Language

from claimx.attribution import Attributor
from claimx.bodyfinder import BodyFinder
from claimx.coreference import Coreference
from claimx.encoder import EncoderComponent
from claimx.entities import Entities
from claimx.hedges import Hedges
from claimx.mentions import MentionFinder
from claimx.parser import Parser
from claimx.rolefinder import RoleFinder
from claimx.tagger import Tagger


@Language.factory("claimx_encoder", default_config={"size": 256, "overlap": 64, "threads": 0})
def make_encoder(nlp: Language, name: str, size: int, overlap: int, threads: int) -> EncoderComponent:
    """size, overlap: wordpieces of a window and of what two share. threads: 0 for one a core."""
    return EncoderComponent(nlp.vocab, name, size, overlap, threads)


@Language.factory("claimx_tagger", assigns=["token.pos", "token.tag", "token.morph", "token.is_sent_start"])
def make_tagger(nlp: Language, name: str) -> Tagger:
    return Tagger(nlp.vocab, name)


@Language.factory("claimx_parser", requires=["token.is_sent_start"], assigns=["token.head", "token.dep"])
def make_parser(nlp: Language, name: str) -> Parser:
    return Parser(nlp.vocab, name)


@Language.factory("claimx_entities", assigns=["doc.ents"])
def make_entities(nlp: Language, name: str) -> Entities:
    return Entities(nlp.vocab, name)


@Language.factory("claimx_attribution", assigns=["doc.spans"])
def make_attribution(nlp: Language, name: str) -> Attributor:
    return Attributor(nlp.vocab, name)


@Language.factory("claimx_mentions", requires=["token.dep", "doc.ents"], assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str) -> MentionFinder:
    return MentionFinder(nlp.vocab, name)


@Language.factory("claimx_coreference", requires=["doc.spans"])
def make_coreference(nlp: Language, name: str) -> Coreference:
    return Coreference(nlp.vocab, name)


@Language.factory("claimx_bodies", requires=["doc.spans"])
def make_bodies(nlp: Language, name: str) -> BodyFinder:
    return BodyFinder(nlp.vocab, name)


@Language.factory("claimx_roles", requires=["doc.spans"])
def make_roles(nlp: Language, name: str) -> RoleFinder:
    return RoleFinder(nlp.vocab, name)


@Language.factory("claimx_hedges", requires=["doc.spans", "token.dep"], assigns=["doc.spans"])
def make_hedges(nlp: Language, name: str) -> Hedges:
    return Hedges(nlp.vocab, name)
