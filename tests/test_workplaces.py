"""At what kind of body somebody is what they are."""

import pytest

from claimx import workplaces


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("professor of law", "University of Padua"),
        ("District Judge", "U.S. District Court"),
        ("senior midwife", "Royal Westcombe NHS Foundation Trust"),
        ("striker", "Larkhall Rovers"),
        ("Cllr", "Brackley Vale borough council"),
    ],
)
def test_a_role_and_its_body_are_of_one_kind(role, body):
    assert workplaces.of_role(role) & workplaces.of_body(body)


@pytest.mark.parametrize(("role", "body"), [("midwife", "Larkhall Rovers"), ("senator", "Democratic"), ("", "court")])
def test_others_are_not(role, body):
    assert not workplaces.of_role(role) & workplaces.of_body(body)


def test_a_hyphened_role_is_one_word():
    assert workplaces.of_role("co-founder") and not workplaces.of_role("co founding")


@pytest.mark.parametrize(
    ("noun", "name", "apart"),
    [
        ("airline", "confederation of pilots university", True),
        ("company", "hartsmere crown court", True),
        ("company", "varnado brands", False),
        ("company", "halden bank", False),
        ("union", "teachers association", False),
        ("group", "mercia university", False),
    ],
)
def test_a_noun_that_tells_a_kind_is_no_body_of_another(noun, name, apart):
    assert workplaces.are_apart(noun, name) == apart


@pytest.mark.parametrize(
    ("noun", "name", "may_be"),
    [
        ("company", "Clydeway Ferries", True),
        ("union", "Clydeway Ferries", False),
        ("union", "Seafarers' Federation", True),
        ("company", "Lumley University", False),
        ("newcomer", "Lumley University", True),
    ],
)
def test_only_a_company_may_have_any_name(noun, name, may_be):
    assert workplaces.fits(noun, name) is may_be
