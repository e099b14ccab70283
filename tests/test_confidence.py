"""How sure a claim is: what raises it and lowers it, and leaving out what is not sure."""

import pytest
from click.testing import CliRunner

import claimx
from claimx.cli import main
from claimx.confidence import confidence
from claimx.drafts import Draft
from claimx.reading import decode
from tests.conftest import ROOT


def draft(nlp, confidence=0.8, source=True, **more):
    doc = nlp.make_doc("Ada Marsh said that the old bridge by the mill would be shut for good.")
    return Draft(doc[0:2] if source else None, doc[2:3], [(15, 70)], "indirect", [], confidence, **more)


def test_it_rises_with_the_probabilities_of_spans_and_links(nlp):
    told = [confidence(draft(nlp, p)) for p in (0.2, 0.5, 0.8, 0.95, 1.0)]
    assert told == sorted(told)
    assert told[0] < 0.5 < told[-2] <= 0.99


def test_a_claim_with_no_source_and_one_within_another_are_less_sure(nlp):
    plain = confidence(draft(nlp))
    assert confidence(draft(nlp, source=False)) < plain
    assert confidence(draft(nlp, within=draft(nlp))) < plain


def test_less_sure_claims_are_left_out_and_the_record_says_so(nlp):
    article = decode((ROOT / "examples" / "tunnel.txt").read_bytes(), "tunnel.txt")
    whole = claimx.extract(article, nlp)
    least = sorted(c.confidence for c in whole.claims)[len(whole.claims) // 2]
    sure = claimx.extract(article, nlp, min_confidence=least)
    assert [c.id for c in sure.claims] == [c.id for c in whole.claims if c.confidence >= least]
    assert 0 < len(sure.claims) < len(whole.claims)
    assert sure.model == f"{whole.model}, confidence from {least:g}"


@pytest.mark.parametrize("value", ["2", "-0.1", "much"])
def test_a_limit_that_is_no_probability_is_wrong_use(value):
    done = CliRunner().invoke(main, ["extract", "--min-confidence", value, str(ROOT / "examples" / "tunnel.txt")])
    assert done.exit_code == 2
    assert "--min-confidence" in done.stderr


def test_a_batch_with_another_limit_is_done_again(tmp_path):
    def run(*more):
        arguments = ["batch", str(ROOT / "examples" / "tunnel.txt"), "-o", str(tmp_path), *more]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
        return next(tmp_path.rglob("*.yaml")).read_text(encoding="utf-8")

    everything, sure = run(), run("--min-confidence", "0.9")
    assert sure.count("- id:") < everything.count("- id:")
    assert run("--min-confidence", "0.9") == sure
