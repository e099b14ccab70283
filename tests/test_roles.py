"""Role and affiliation, wherever an article gives them."""

import pytest

from claimx.coreference import discourse
from claimx.positions import Positions
from tests.reading import speaker_of, speakers_of


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Ford chief executive Ann Keller said sales would rise.", "chief executive", "Ford"),
        ("Ann Keller, chief executive of Ford, said sales would rise.", "chief executive", "Ford"),
        ("Ford’s chief executive, Ann Keller, said sales would rise.", "chief executive", "Ford"),
        ("“Sales will rise,” said Ann Keller, who runs Greenpeace.", None, "Greenpeace"),
        ("Ann Keller is the chief executive of Ford. Keller said sales would rise.", "chief executive", "Ford"),
        ("The Minister for Health, Ann Keller, said costs would rise.", "Minister for Health", None),
        ("Ann Keller, a High Court judge, said costs would rise.", "judge", "High Court"),
        ("The Conservative group leader, Ann Keller, said costs would rise.", "leader", "Conservative"),
        ("Ann Keller of the US attorney’s office in Atlanta said no.", None, "US attorney’s office"),
        (
            "Eleven inches fell between Friday night and noon, and Sugar Creek left its banks. No one was killed. "
            "Port Alden’s fire chief, Ann Keller, said her volunteers had taken 67 people out.",
            "fire chief",
            "Port Alden",
        ),
        (
            "Ann Keller, secretary of Ashford Teachers Union, said costs would rise.",
            "secretary",
            "Ashford Teachers Union",
        ),
        ("Senator Ann Keller of Idaho said costs would rise.", None, "Idaho"),
        (
            "Ann Keller, who became governor of the Bank of Finland in June, said costs would rise.",
            "governor",
            "Bank of Finland",
        ),
        (
            "Ann Keller, now a professor of computer science at Georgia Tech, said no.",
            "professor of computer science",
            "Georgia Tech",
        ),
        ("Ann Keller, who follows robots for the research firm Gantry Point, said no.", None, "Gantry Point"),
        ("The Federal Reserve met on Monday. Fed Governor Ann Keller said no.", "Governor", "Federal Reserve"),
        ("Ford’s campaign manager Ann Keller said the race was close.", "campaign manager", "Ford"),
        ("Lt. Gov. Ann Keller said costs would rise.", "Lt. Gov.", None),
        ("Ann Keller, 67, of Macon, said costs would rise.", None, None),
        ("Ann Keller joined Greenpeace in May. Keller said costs would rise.", None, "Greenpeace"),
        ("Ann Keller, publisher of The Harbinger, said sales would rise.", "publisher", "Harbinger"),
        ("Former CIA director Ann Keller said costs would rise.", "Former director", "CIA"),
        ("Ann Keller, a Boston-based lawyer, said costs would rise.", "lawyer", None),
        ("Councilman Ann Keller said costs would rise.", "Councilman", None),
        ("Ann Keller, M.D., Ph.D., chief medical officer of Halden, said no.", "chief medical officer", "Halden"),
        ("She lives in the cottage of Lt. Gov. Ann Keller. Keller said no.", "Lt. Gov.", None),
        ("Sgt. Ann Keller of the Norfolk Police Department said no.", "Sgt.", "Norfolk Police Department"),
        ("It was the wiring, said Ann Keller of the fire marshal’s office.", None, "fire marshal’s office"),
        ("Rep. Ann Keller (R-Ohio) said the vote was a sham.", "Rep.", "Republican"),
        ("Ann Keller (Con) said the vote was a sham.", None, "Con"),
        ("U.S. Secretary of State Ann Keller said talks would resume.", "Secretary of State", "U.S."),
        ("Rovers boss Ann Keller said no.", "boss", "Rovers"),
        ("State Senator Ann Keller said no.", "State Senator", None),
        ("Fisherman Ann Keller said no.", "Fisherman", None),
        ("State Rep. Ann Keller, a Democrat, said no.", "State Rep.", "Democrat"),
        ("Home Secretary Ann Keller said talks would resume.", "Home Secretary", None),
        ("U.S. District Judge Ann Keller said the motion was late.", "U.S. District Judge", None),
        ("District Chief Ann Keller said the fire was out.", "District Chief", None),
        ("Energy and Mines Minister Ann Keller said talks would resume.", "Energy and Mines Minister", None),
        ("Ann Keller, a spokeswoman for Mayor Tom Reid, said no.", "spokeswoman", "Tom Reid"),
        ("Ann Keller, co-founder and head of Open Doors, said no.", "co-founder and head", "Open Doors"),
        ("Ann Keller, a ramp agent for 28 years, said no.", "ramp agent", None),
        ("Ann Keller, a nurse on the ward, said no.", "nurse", None),
        ("Ann Keller, an expert on Renaissance bronzes, said no.", "expert on Renaissance bronzes", None),
        ("Ann Keller, director of communications at Halden, said no.", "director of communications", "Halden"),
        ("Ann Keller, editor in chief of the Courier, said no.", "editor in chief", "Courier"),
        ("Ann Keller, a 30-year veteran, said no.", "veteran", None),
        ("Ann Keller, a dinner lady at Greenpeace, said no.", "dinner lady", "Greenpeace"),
        ("Ann Keller, a park ranger and mother of three, said no.", "park ranger", None),
        ("Ann Keller, coxswain of the lifeboat, said no.", "coxswain", None),
        ("Ann Keller, leader of the opposition, said no.", "leader of the opposition", "opposition"),
        ("Ann Keller, an organiser and no relation of the mayor, said no.", "organiser", None),
        ("Ann Keller, a second-year student, said no.", "second-year student", None),
        ("Ann Keller, a former C.I.A. analyst, said no.", "former analyst", "C.I.A."),
        ("Ann Keller, a Cruz supporter, said no.", "supporter", None),
        ("Ann Keller, a clerk of 17 years, said no.", "clerk", None),
        ("It belongs to Ford, whose managing director, Ann Keller, said no.", "managing director", "Ford"),
        ("One of his advisers, Ann Keller, said no.", "adviser", None),
        ("Ann Keller, a sixth-former, said no.", "sixth-former", None),
        ("“We will wait,” said President and CEO Ann Keller.", "President and CEO", None),
        (
            "The men were safe. Winchman Ann Keller, of Celtic Air Rescue, said the sea was high.",
            "Winchman",
            "Celtic Air Rescue",
        ),
        ("Leader of the Opposition Ann Keller said the bill was bad.", "Leader", None),
        ("Ann Keller, Ford’s president for Europe, said no.", "president for Europe", "Ford"),
        ("Ann Keller, secretary-general of Greenpeace, said no.", "secretary-general", "Greenpeace"),
        ("Ann Keller, strategist on Obama’s 2012 campaign, said no.", "strategist", "Obama’s 2012 campaign"),
    ],
)
def test_a_role_is_told_from_its_body(nlp, text, role, affiliation):
    speaker = speaker_of(text, nlp)
    assert speaker.name == "Ann Keller"
    if role is not None:
        assert speaker.role == role
    assert speaker.affiliation == affiliation


def test_a_lead_tells_the_office_of_whom_the_next_sentence_names(nlp):
    text = "The director of Kew Gardens has resigned after a dispute.\n\nAnn Keller told the BBC: “It was time.”\n"
    speaker = speaker_of(text, nlp)
    assert (speaker.name, speaker.role, speaker.affiliation) == ("Ann Keller", "director", "Kew Gardens")


def test_what_somebody_is_not_is_no_role(nlp):
    assert speaker_of("Ann Keller is not the director of Ford. Keller said sales would rise.", nlp).role is None


def test_what_somebody_s_name_only_stands_behind_is_no_role(nlp):
    assert speaker_of("He wrote with the help of Mrs. Ann Keller. Keller said costs would rise.", nlp).role is None


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Tom’s sister, Ann Keller, said sales would rise.", "sister", None),
        ("The docker’s widow, Ann Keller, said nobody had called.", "widow", None),
        ("A colleague at Greenpeace, Ann Keller, said the office was shut.", "colleague", "Greenpeace"),
        # An office tells more than whose one is, and than what one does.
        ("His wife, Ann Keller, a nurse at St Luke’s Hospital, said no.", "nurse", "St Luke’s Hospital"),
        ("Councilwoman Ann Keller, who is Tom’s niece, said no.", "Councilwoman", None),
        (
            "Ann Keller, who teaches contract law at St Luke’s College, said no.",
            "teaches contract law",
            "St Luke’s College",
        ),
        ("Ann Keller, who studies avalanches in the Alps, said no.", "studies avalanches", None),
        ("“Sales will rise,” said Ann Keller, who runs the chip shop.", "runs the chip shop", None),
        ("Ann Keller, who owns a diner on Weybosset Street, said sales were down.", "owner", None),
        ("Ann Keller, who has two children, said no.", None, None),
        ("Ann Keller, a partner at Halden LLP, said no.", "partner", "Halden LLP"),
    ],
)
def test_what_one_is_to_somebody_or_does_is_a_role_where_no_office_is_told(nlp, text, role, affiliation):
    speaker = speaker_of(text, nlp)
    assert (speaker.name, speaker.role, speaker.affiliation) == ("Ann Keller", role, affiliation)


def test_joint_speakers_have_what_is_told_of_both_in_the_articles_words(nlp):
    speaker = speaker_of("Ann Keller and Tom Reid, trustees of Greenpeace, said they would sue.", nlp)
    assert (speaker.name, speaker.type) == ("Ann Keller; Tom Reid", "person")
    assert (speaker.role, speaker.affiliation) == ("trustees", "Greenpeace")


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("One of them, a retired teacher, told Ann Keller that it was late.", "retired teacher", None),
        ("Two of them, nurses at Greenpeace, said it was late.", "nurses", "Greenpeace"),
        ("One of them said it was late.", None, None),
    ],
)
def test_one_of_those_who_were_told_of_is_what_stands_beside(nlp, text, role, affiliation):
    speaker = speaker_of(f"Passengers sat in the dark. {text}", nlp)
    assert (speaker.name, speaker.role, speaker.affiliation) == (None, role, affiliation)


def test_a_party_and_a_state_in_brackets_are_no_role(nlp):
    assert speaker_of("Ann Keller (R-Ohio) said costs would rise.", nlp).role is None


@pytest.mark.parametrize(
    ("text", "name", "type_", "role", "affiliation"),
    [
        (
            "Rejecting the charge, Paisaloop founder and CEO Ananya Rao said the device was free of cost.",
            *("Ananya Rao", "person", "founder and CEO", "Paisaloop"),
        ),
        (
            "Letters were pushed under the doors at Albion Court. In them, landlord Freshney Homes says it can no "
            "longer "
            "be confident that the building is safe.",
            *("Freshney Homes", "organization", None, None),
        ),
        (
            "“We’ve all been there,” Tom Brannigan, the CEO of Boston-based Northfold, told CNBC.",
            *("Tom Brannigan", "person", "CEO", "Northfold"),
        ),
        (
            "Whitby Rovers beat Kendal Albion 2-1 on Tuesday. A Whitby spokesman said the club would help.",
            *(None, "unnamed", "spokesman", "Whitby Rovers"),
        ),
        (
            "Dutch chip equipment maker Velden Systems has agreed to buy Larkmoor Photonics, a British designer of "
            "optical links.\n\nThe British company's chairman, Gareth Price, has backed it. “I did not start this to "
            "sell it,” Price said.",
            *("Gareth Price", "person", "chairman", "Larkmoor Photonics"),
        ),
        (
            "Two of the children are in the Civil Hospital. They are stable, the Civil Surgeon, Dr. Ashok "
            "Thorat, said.",
            *("Ashok Thorat", "person", "Civil Surgeon", "Civil Hospital"),
        ),
    ],
)
def test_titles_and_seats_tell_who_is_what_where(nlp, text, name, type_, role, affiliation):
    speaker = speakers_of(text, nlp)[-1]
    assert (speaker.name, speaker.type, speaker.role, speaker.affiliation) == (name, type_, role, affiliation)


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        (
            "The Ministry of Youth and Sports sent the money. The Ministry of Health did not. Sports minister Kofi "
            "Asante said it had left on time.",
            "Ministry of Youth and Sports",
        ),
        ("Kessler Shoes was founded in 1931. Owner Alan Kessler said it was no one thing.", "Kessler Shoes"),
        ("Kessler Shoes was founded in 1931. Owner Alan Meyer said it was no one thing.", None),
    ],
)
def test_the_words_of_a_role_tell_the_body_that_is_named(nlp, text, affiliation):
    doc = nlp(text)
    found = discourse(doc)
    (named,) = found.names.people
    assert next((d.affiliation for d in Positions(doc, found).told(named) if d.role), None) == affiliation
