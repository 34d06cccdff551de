"""The survey's formulas and plans (practice: every figure with the number of its answers)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.feedback import FORMULAS, SCALES, Figure, Question, SurveyError, ces, csat, nps, read_survey


def test_csat_is_the_share_of_fours_and_fives() -> None:
    assert csat([5, 4, 3, 1]) == Figure(50.0, 4)


def test_nps_is_promoters_less_detractors() -> None:
    assert nps([10, 9, 8, 7, 6, 0, 0, 0]) == Figure(-25.0, 8)


def test_ces_is_the_mean_ease() -> None:
    assert ces([7, 6, 5]) == Figure(6.0, 3)


def test_no_answer_is_not_a_zero() -> None:
    assert [formula([]) for formula in FORMULAS.values()] == [Figure(None, 0)] * 3


@given(st.lists(st.integers(-20, 20)))
def test_figures_stay_on_their_scale(values: list[int]) -> None:
    for question, (least, most) in {Question.CSAT: (0, 100), Question.NPS: (-100, 100), Question.CES: (1, 7)}.items():
        figure = FORMULAS[question](values)
        assert figure.answers == sum(value in SCALES[question] for value in values)
        assert figure.value is None if not figure.answers else least <= (figure.value or 0) <= most


def test_plans_say_what_is_asked_after_which_service() -> None:
    survey = read_survey(
        {
            "plans": [
                {"services": ["checkIn"], "questions": ["csat", "ces"]},
                {"questions": ["nps", "new"], "line": True},
            ]
        }
    )
    assert survey.plan("checkIn").questions == (Question.CSAT, Question.CES)
    assert survey.plan(None).questions == (Question.NPS,), "an unknown question is passed over"
    assert survey.plan("other").line
    assert read_survey({"plans": []}).plan("checkIn").questions == ()


@pytest.mark.parametrize(
    "broken",
    [
        None,
        {"plans": {}},
        {"plans": [1]},
        {"plans": [{"questions": "csat"}]},
        {"plans": [{"questions": ["csat", "nps", "ces"]}]},
        {"plans": [{"questions": ["csat"], "line": 1}]},
    ],
)
def test_a_crooked_survey_is_refused(broken: object) -> None:
    with pytest.raises(SurveyError):
        read_survey(broken)
