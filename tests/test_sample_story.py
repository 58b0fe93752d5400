"""The samples tell one story that hangs together, and nothing in them is real or left to chance."""

import csv
import json
import runpy
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).resolve().parents[1] / "sample_minutes"


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def meetings() -> list[dict[str, Any]]:
    """What a careful person reads in each set of minutes, in the order of the meetings."""
    labels = [json.loads(path.read_text(encoding="utf-8")) for path in (SAMPLES / "expected").glob("*.json")]
    return sorted(labels, key=lambda one: one["date"])


@pytest.fixture(scope="module")
def life(meetings: list[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """Each action's reference, with what happened to it and when; those not printed count up in the year."""
    told: dict[str, list[tuple[str, str]]] = {}
    for meeting in meetings:
        year = meeting["date"][:4]
        for review in meeting["reviews"]:
            told[review["reference"]].append((meeting["date"], review["outcome"]))
        for action in meeting["actions"]:
            raised = sum(reference.endswith(year) for reference in told)
            told[action.get("reference") or f"{raised + 1}/{year}"] = [(meeting["date"], "raised")]
    return told


def test_thirty_actions_are_raised_and_nine_are_left_open(life: dict[str, list[tuple[str, str]]]) -> None:
    assert Counter(reference[-4:] for reference in life) == {"2023": 8, "2024": 14, "2025": 8}
    last = Counter(events[-1][1] for events in life.values())
    assert (last["closed"], last["withdrawn"]) == (20, 1)
    still_open = {name for name, events in life.items() if events[-1][1] not in ("closed", "withdrawn")}
    assert still_open == {
        "9/2024", "11/2024", "14/2024", "2/2025", "4/2025", "5/2025", "6/2025", "7/2025", "8/2025",
    }  # fmt: skip


def test_references_number_the_actions_of_a_year_without_gaps(
    life: dict[str, list[tuple[str, str]]],
) -> None:
    for year, count in (("2023", 8), ("2024", 14), ("2025", 8)):
        assert {reference for reference in life if reference.endswith(year)} == {
            f"{number}/{year}" for number in range(1, count + 1)
        }


def test_nothing_happens_to_an_action_after_it_is_closed(life: dict[str, list[tuple[str, str]]]) -> None:
    for reference, events in life.items():
        assert [when for when, _ in events] == sorted({when for when, _ in events}), reference
        assert not {"closed", "withdrawn"} & {outcome for _, outcome in events[:-1]}, reference


def test_return_interviews_were_carried_three_times_and_the_list_of_homes_four(
    life: dict[str, list[tuple[str, str]]],
) -> None:
    assert [outcome for _, outcome in life["11/2024"]] == ["raised", *["carried"] * 3]
    assert [outcome for _, outcome in life["9/2024"]] == ["raised", *["carried"] * 4]


def test_the_trail_of_recommendation_8_is_that_of_the_story(
    life: dict[str, list[tuple[str, str]]], meetings: list[dict[str, Any]]
) -> None:
    assert life["6/2023"] == [
        ("2023-11-09", "raised"), ("2024-01-25", "progressed"), ("2024-03-14", "closed"),
    ]  # fmt: skip
    assert life["3/2024"] == [("2024-03-14", "raised"), ("2024-07-11", "carried"), ("2024-09-19", "closed")]
    assert life["14/2024"] == [("2024-11-21", "raised"), ("2025-03-13", "carried")]
    unanswered = [
        meeting["date"]
        for meeting in meetings
        for question in meeting["questions"]
        if question["section"].startswith("Recommendation 8") and question["answered"] is False
    ]
    assert unanswered == ["2024-07-11", "2024-09-19"]


def test_the_chief_constable_changes_in_the_autumn_of_2024(meetings: list[dict[str, Any]]) -> None:
    chiefs = {
        meeting["date"]: [
            one["name"] for one in meeting["attendees"] if one.get("initials") in ("CC", "T/CC")
        ]
        for meeting in meetings
    }
    assert chiefs["2024-09-19"] == ["Graham Brierley"]
    assert chiefs["2024-11-21"] == ["Nasreen Qadir"]


def test_every_recommendation_has_bodies_that_exist_and_all_that_were_asked_about_are_on_the_list(
    meetings: list[dict[str, Any]],
) -> None:
    recommendations = rows("harbour_road_recommendations.csv")
    assert [row["reference"] for row in recommendations] == [str(number) for number in range(1, 41)]
    bodies = {row["name"] for row in rows("organisations.csv")}
    for row in recommendations:
        assert {row["lead"], *filter(None, row["partners"].split("; "))} <= bodies, row["reference"]
        assert row["lead"] not in row["partners"]
        assert all(row.values()) or not row["partners"]
    asked = {reference for meeting in meetings for reference in meeting["recommendations_discussed"]}
    assert asked < {row["reference"] for row in recommendations}


def test_everyone_who_can_sign_in_belongs_to_an_organisation_and_every_role_is_there() -> None:
    users = rows("users.csv")
    assert {row["role"] for row in users} == {
        "administrator", "minute-taker", "publisher", "commissioner", "body",
    }  # fmt: skip
    assert {row["organisation"] for row in users} <= {row["name"] for row in rows("organisations.csv")}
    assert all(row["email"].endswith(".example") for row in users)
    assert len({row["email"] for row in users}) == len(users)


def test_every_attendee_is_in_the_list_of_people(meetings: list[dict[str, Any]]) -> None:
    people = {row["name"] for row in rows("people.csv")}
    assert {one["name"] for meeting in meetings for one in meeting["attendees"]} <= people


def test_every_meeting_falls_on_a_thursday_and_is_loaded_in_order(meetings: list[dict[str, Any]]) -> None:
    thursday = 3
    assert all(date.fromisoformat(meeting["date"]).weekday() == thursday for meeting in meetings)
    loaded = [(row["file"], row["held_on"]) for row in rows("minutes.csv")]
    assert loaded == [(meeting["source"], meeting["date"]) for meeting in meetings]


def test_the_word_files_are_those_that_the_script_makes() -> None:
    script = runpy.run_path(str(SAMPLES / "make_word_files.py"))
    assert len(script["OFFICES"]) >= 3
    for name in script["OFFICES"]:
        assert script["make"](name) == (SAMPLES / f"{name}.docx").read_bytes(), f"{name}.docx is out of date"


def test_the_readme_says_that_all_of_it_is_invented_and_names_every_file() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert "All of this is invented" in readme
    for path in SAMPLES.glob("northfold-*.*"):
        assert f"`{path.name}`" in readme
