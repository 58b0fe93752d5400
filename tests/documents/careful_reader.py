"""Compares what was read with what a careful person reads in the same minutes, by labels in JSON.

A label file names only what it is sure of: a key left out is not compared. `complaints` returns one sentence
for each difference, so that a failing test shows all of them at once.

Keys: `title_any`, `date`, `start`, `chair`, `minute_taker`, `venue`, `next_meeting`
· `attendees` (`name` and `or` other forms of it, `role`, `initials`, `organisation`, `organisation_kind` or
  `not_organisation_kind`, `presence`), `apologies`
· `headings_in_order`, `numbers` (title → number), `below` (title → the heading it stands under)
· `recommendations_discussed`, `report`
· `questions` (`contains`, `ends`, `asked_by` or `asked_by_any`, `section`, `answered`), `questions_allowed`
· `actions` (`text` or `contains`, `owner` or `owner_any`, `owners`, `owner_organisation_kind` or
  `not_owner_organisation_kind`, `section`, `recommendations`, `due_on`, `reference`,
  `restated_in_summary_as` or `restated_contains`), `actions_allowed`, `not_actions`
· `reviews` (`reference`, `outcome`) · `decisions` · `bullets` · `joined` (phrases that stand in one line)
· `residue` · `doubted` (subjects of doubts that must be there).
"""

import re
from difflib import SequenceMatcher
from typing import Any

from app.documents.as_json import to_json
from app.documents.interpret import interpret
from app.documents.minutes import Kind, Mention, Reading, passages
from app.documents.source import read_source
from app.documents.write_docx import write_docx

Labels = dict[str, Any]


def complaints(data: bytes, name: str, labels: Labels) -> list[str]:
    """What was read otherwise than the labels say, or not at all; none when a careful person would agree."""
    reading = interpret(read_source(data, name))
    got = to_json(reading)
    return [
        *about_the_meeting(labels, got),
        *about_people(labels, got),
        *about_headings(labels, got),
        *about_questions(labels, got),
        *about_actions(labels, got, reading),
        *about_lines(labels, reading),
        *about_the_ledger(labels, reading),
    ]


def misquotations(data: bytes, name: str, labels: Labels) -> list[str]:
    """Words that the labels quote and the document does not hold: faults of the labels, not of the reader."""
    whole = plain(" ".join(f"{line.label or ''} {line.text}" for line in read_source(data, name).lines))
    quoted = [
        *[one["contains"] for one in labels.get("questions", [])],
        *[one.get("ends") for one in labels.get("questions", [])],
        *[one.get("text") or one["contains"] for one in labels.get("actions", [])],
        *[one.get("restated_in_summary_as") for one in labels.get("actions", [])],
        *[one.get("restated_contains") for one in labels.get("actions", [])],
        *[one.get("reference") for one in labels.get("actions", [])],
        *[one["reference"] for one in labels.get("reviews", [])],
        *[one["name"] for one in labels.get("attendees", []) if "or" not in one],
        *[one.get("role") for one in labels.get("attendees", [])],
        *[words for pair in labels.get("joined", []) for words in pair],
    ]
    for key in ("headings_in_order", "decisions", "bullets", "residue", "not_actions", "actions_allowed"):
        quoted += labels.get(key, [])
    quoted += [labels.get(key) for key in ("chair", "minute_taker", "venue", "next_meeting")]
    return [words for words in quoted if words and plain(words) not in whole]


NOT_PRINTED = {"doubts", "ledger", "source_lines", "restated_as"}


def there_and_back(data: bytes, name: str) -> tuple[object, object]:
    """What was read, and what is read again from the Word file written of it: equal, if nothing was lost."""
    reading = interpret(read_source(data, name))
    again = interpret(read_source(write_docx(reading.minutes), "again.docx"))
    return printed(to_json(reading)), printed(to_json(again))


def printed(read: object) -> object:
    """Without what a printed file need not carry."""
    if isinstance(read, dict):
        return {key: printed(value) for key, value in read.items() if key not in NOT_PRINTED}
    if isinstance(read, list):
        return [printed(value) for value in read]
    return " ".join(read.split()) if isinstance(read, str) else read


def plain(text: object) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", str(text or "").lower().replace("\ufeff", "")))


def alike(one: str, other: str) -> bool:
    """The same words, or nearly."""
    one, other = plain(one), plain(other)
    return one == other or SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= 0.9


def differs(what: str, wanted: object, got: object) -> list[str]:
    same = plain(wanted).removeprefix("the ") == plain(got).removeprefix("the ")
    return [] if same else [f"{what}: {wanted!r} was read as {got!r}"]


def about_the_meeting(labels: Labels, got: dict[str, Any]) -> list[str]:
    keys = {"date": "held_on", "start": "starts_at"} | {
        key: key for key in ("chair", "minute_taker", "venue", "next_meeting")
    }
    found = [
        complaint
        for label, key in keys.items()
        if label in labels
        for complaint in differs(key, labels[label], got[key])
    ]
    if "title_any" in labels and plain(got["title"]) not in map(plain, labels["title_any"]):
        found.append(f"title: one of {labels['title_any']} was read as {got['title']!r}")
    return found


def about_people(labels: Labels, got: dict[str, Any]) -> list[str]:
    found = []
    here = {plain(one["name"]): one for one in got["attendances"]}
    for person in labels.get("attendees", []):
        names = [plain(name) for name in (person["name"], *person.get("or", []))]
        read = here.pop(next((name for name in names if name in here), ""), None)
        if read is None:
            found.append(f"attendee {person['name']} was missed")
            continue
        for label, key in (("role", "title"), ("initials", "known_as"), ("organisation", "organisation")):
            if label in person:
                found += differs(f"{key} of {person['name']}", person[label], read[key])
        if "organisation_kind" in person:
            found += differs(
                f"side of {person['name']}", person["organisation_kind"], read["organisation_kind"]
            )
        if read["organisation_kind"] in person.get("not_organisation_kind", []):
            found.append(f"{person['name']} was taken for one of the {read['organisation_kind']}'s")
        found += differs(f"presence of {person['name']}", person.get("presence", "present"), read["presence"])
    away = {plain(name) for name in labels.get("apologies", [])}
    if "attendees" in labels:
        found += [
            f"{one['name']!r} ({one['presence']}) was not an attendee"
            for name, one in here.items()
            if name not in away
        ]
        found += [
            f"{one['name']} sent apologies"
            for name, one in here.items()
            if name in away and one["presence"] != "apologies"
        ]
        absent = {plain(one["name"]) for one in got["attendances"] if one["presence"] == "apologies"}
        if away and not absent & away:
            found.append(f"apologies of {labels['apologies']} were missed")
    return found


def about_headings(labels: Labels, got: dict[str, Any]) -> list[str]:
    found, sections, at = [], got["sections"], 0
    titles = [plain(section["title"]) for section in sections]
    for title in labels.get("headings_in_order", []):
        if plain(title) in titles[at:]:
            at = titles.index(plain(title), at) + 1
        else:
            found.append(f"heading {title!r} was missed, or is out of order")
    for title, number in labels.get("numbers", {}).items():
        if plain(title) in titles:
            found += differs(f"number of {title!r}", number, sections[titles.index(plain(title))]["number"])
    for title, above in labels.get("below", {}).items():
        if plain(title) in titles and plain(above) not in parents(sections, title):
            found.append(f"{title!r} stands under {parents(sections, title)}, not under {above!r}")
    if "recommendations_discussed" in labels:
        read = list(dict.fromkeys(one for section in sections for one in section["recommendations"]))
        if read != labels["recommendations_discussed"]:
            found.append(f"recommendations {labels['recommendations_discussed']} were read as {read}")
    if labels.get("report"):
        for section in sections:
            if section["recommendations"]:
                found += differs(f"report of {section['title']!r}", labels["report"], section["source"])
    return found


def parents(sections: list[dict[str, Any]], title: str | None) -> list[str]:
    """The titles of the heading named and of those it stands under, outermost first."""
    trail: list[dict[str, Any]] = []
    for section in sections:
        trail = [one for one in trail if one["level"] < section["level"]] + [section]
        if plain(section["title"]) == plain(title):
            return [plain(one["title"]) for one in trail]
    return []


def about_questions(labels: Labels, got: dict[str, Any]) -> list[str]:
    if "questions" not in labels:
        return []
    found, left = [], list(got["questions"])
    for question in labels["questions"]:
        read = next((one for one in left if plain(question["contains"]) in plain(one["text"])), None)
        if read is None:
            found.append(f"question {question['contains']!r} was missed")
            continue
        left.remove(read)
        about = f"of {question['contains']!r}"
        if question.get("ends") and not plain(read["text"]).endswith(plain(question["ends"])):
            found.append(f"the question {about} should end {question['ends']!r}: {read['text']!r}")
        if "asked_by" in question and plain(read["asked_by"]) != plain(question["asked_by"].split(" and ")):
            found.append(f"asker {about}: {question['asked_by']!r} was read as {read['asked_by']}")
        if "asked_by_any" in question and not (
            len(read["asked_by"]) == 1
            and plain(read["asked_by"][0]) in [plain(one) for one in question["asked_by_any"]]
        ):
            found.append(f"asker {about}: one of {question['asked_by_any']} was read as {read['asked_by']}")
        if question.get("section") and plain(question["section"]) not in parents(
            got["sections"], read["section"]
        ):
            found.append(f"section {about}: {question['section']!r} was read as {read['section']!r}")
        if question.get("answered") is not None and read["answered"] is not question["answered"]:
            found.append(f"answered {about}: should be {question['answered']}")
    allowed = [plain(one) for one in labels.get("questions_allowed", [])]
    return found + [
        f"not a question: {one['text']!r}"
        for one in left
        if not any(words in plain(one["text"]) for words in allowed)
    ]


def is_same_action(label: dict[str, Any], text: str) -> bool:
    if "contains" in label:
        return plain(label["contains"]) in plain(text)
    return alike(label["text"], text)


def about_actions(labels: Labels, got: dict[str, Any], reading: Reading) -> list[str]:
    if "actions" not in labels:
        return []
    found, left = [], list(got["actions"])
    owners = {
        plain(one.action.words): one.action.owners
        for _, _, one in passages(reading.minutes)
        if one.action is not None and one.action.mention == Mention.RAISED
    }
    for action in labels["actions"]:
        words = action.get("text") or action["contains"]
        read = next(
            (one for one in left if plain(words) == plain(one["text"])),
            next((one for one in left if is_same_action(action, one["text"])), None),
        )
        if read is None:
            found.append(f"action {words!r} was missed")
            continue
        left.remove(read)
        about = f"of action {words[:60]!r}"
        if "owner_any" in action and plain(read["owner"]) not in map(plain, action["owner_any"]):
            found.append(f"owner {about}: one of {action['owner_any']} was read as {read['owner']!r}")
        if read["owner_organisation_kind"] in action.get("not_owner_organisation_kind", []):
            found.append(f"owner {about} was taken for one of the {read['owner_organisation_kind']}'s")
        contained = action.get("restated_contains")
        if contained and not any(plain(contained) in plain(one) for one in read["restated_as"]):
            found.append(f"restated {about}: {contained!r} was not matched to it")
        if "owner" in action and plain(action["owner"]).removeprefix("the ") != plain(
            read["owner"]
        ).removeprefix("the "):
            found.append(f"owner {about}: {action['owner']!r} was read as {read['owner']!r}")
        if "owners" in action:
            found += differs(f"owners {about}", action["owners"], owners.get(plain(read["text"])))
        for key in ("owner_organisation_kind", "reference", "due_on"):
            if key in action:
                found += differs(f"{key} {about}", action[key], read[key])
        if "recommendations" in action and sorted(action["recommendations"]) != sorted(
            read["recommendations"]
        ):
            found.append(
                f"recommendations {about}: {action['recommendations']} were read as {read['recommendations']}"
            )
        if action.get("section") and plain(action["section"]) not in parents(
            got["sections"], read["section"]
        ):
            found.append(f"section {about}: {action['section']!r} was read as {read['section']!r}")
        again = action.get("restated_in_summary_as")
        if again and not any(alike(again, one) for one in read["restated_as"]):
            found.append(f"restated {about}: {again!r} was not matched to it")
    allowed = [plain(one) for one in labels.get("actions_allowed", [])]
    return found + [
        f"not an action, or counted twice: {one['text']!r}"
        for one in left
        if not any(words in plain(one["text"]) for words in allowed)
    ]


def about_lines(labels: Labels, reading: Reading) -> list[str]:
    found = []
    read = [
        (text, passage, passage.action)
        for _, text, passage in passages(reading.minutes)
        if passage.kind is Kind.REVIEW
    ]
    outcomes = [(action.reference, passage.outcome) for _, passage, action in read if action is not None]
    for review in labels.get("reviews", []):
        if (review["reference"], review["outcome"]) not in outcomes:
            found.append(f"review {review['reference']} {review['outcome']} was missed: read {outcomes}")
    found += (
        [f"reviewed more often than it was: {one}" for one in outcomes if outcomes.count(one) > 1]
        if "reviews" in labels
        else []
    )
    decisions = [
        plain(text.words_of(passage))
        for _, text, passage in passages(reading.minutes)
        if passage.kind is Kind.DECISION
    ]
    for words in labels.get("decisions", []):
        if not any(plain(words) in one for one in decisions):
            found.append(f"decision {words!r} was missed")
    lines = [line for part in reading.minutes.parts for line in part.lines]
    for words in labels.get("bullets", []):
        if not any(line.bullet and plain(words) in plain(line.text) for line in lines):
            found.append(f"bullet {words!r} was missed")
    for one, other in labels.get("joined", []):
        if not any(plain(f"{one} {other}") in plain(line.text) for line in lines):
            found.append(f"{one!r} and {other!r} should be one line")
    for words in labels.get("not_actions", []):
        if any(
            passage.kind is Kind.ACTION and plain(words) in plain(text.words_of(passage))
            for _, text, passage in passages(reading.minutes)
        ):
            found.append(f"not an action: {words!r}")
    return found


def about_the_ledger(labels: Labels, reading: Reading) -> list[str]:
    found = []
    for words in labels.get("residue", []):
        rows = [row for row in reading.ledger if plain(words) in plain(row.text)]
        if not rows or any(row.became != ["residue"] for row in rows):
            found.append(f"residue {words!r} became {[row.became for row in rows]}")
    subjects = {doubt.subject for doubt in reading.doubts}
    found += [f"{one} should be in doubt" for one in labels.get("doubted", []) if one not in subjects]
    for part in reading.minutes.parts:
        for line in part.lines:
            if plain(line.text) != plain(" ".join(line.words_of(passage) for passage in line.passages)):
                found.append(f"the passages are not the whole of {line.text[:60]!r}")
    return found
