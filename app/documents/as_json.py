"""A reading as JSON: for people and programs (`to_json`), and for keeping it without loss (`dump`, `load`)."""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from app.documents.minutes import ActionRead, Kind, Mention, Minutes, Part, Passage, Reading, Text, passages

_ADAPTER: TypeAdapter[Reading] = TypeAdapter(Reading)


def dump(reading: Reading) -> str:
    """All of a reading, to be kept; `load` gives it back equal."""
    return _ADAPTER.dump_json(reading).decode()


def load(kept: str | bytes) -> Reading:
    """A reading that `dump` kept."""
    return _ADAPTER.validate_json(kept)


def to_json(reading: Reading) -> dict[str, Any]:
    """What was read, under the keys that the command `hta read --json` prints."""
    minutes = reading.minutes
    return {
        "title": minutes.title,
        "venue": minutes.venue,
        "chair": minutes.chair,
        "minute_taker": minutes.minute_taker,
        "next_meeting": minutes.next_meeting,
        "held_on": minutes.held_on.isoformat() if minutes.held_on else None,
        "starts_at": f"{minutes.starts_at:%H:%M}" if minutes.starts_at else None,
        "attendances": [
            {
                "name": a.name,
                "title": a.title,
                "known_as": a.known_as,
                "organisation": a.organisation,
                "organisation_kind": a.organisation_kind,
                "presence": a.presence,
            }
            for a in minutes.attendances
        ],
        "sections": [_section(part) for part in minutes.parts],
        "questions": _questions(minutes),
        "actions": _actions(minutes),
        "recommendations": [
            {
                "reference": r.reference,
                "title": r.title,
                "responsible": list(r.responsible),
                "updates": [{"organisation": u.organisation, "text": u.text} for u in r.updates],
            }
            for r in minutes.recommendations
        ],
        "doubts": [{"line": d.line, "text": d.text, "guess": d.guess, "why": d.why} for d in reading.doubts],
        "ledger": [{"line": row.line, "became": list(row.became)} for row in reading.ledger],
    }


def _section(part: Part) -> dict[str, Any]:
    return {
        "number": part.number,
        "title": part.title,
        "level": part.level,
        "recommendations": list(part.recommendations),
        "source": part.source,
        "lines": [_line(line) for line in part.lines],
    }


def _line(line: Text) -> dict[str, Any]:
    return {
        "text": line.text,
        "bullet": line.bullet,
        "depth": line.depth,
        "source_lines": list(line.source_lines),
        "entries": [
            {"kind": p.kind.value, "text": line.words_of(p), "speakers": list(p.speakers)}
            for p in line.passages
        ],
    }


def _questions(minutes: Minutes) -> list[dict[str, Any]]:
    answers: dict[int, list[str]] = {}
    for _, line, passage in passages(minutes):
        if passage.kind == Kind.ANSWER:
            for key in (passage.replies_to, *passage.also_replies_to):
                if key is not None:
                    answers.setdefault(key, []).append(line.words_of(passage))
    return [
        {
            "text": line.words_of(passage),
            "asked_by": list(passage.known_as),
            "section": part.title,
            "answered": bool(answers.get(passage.key)),
            "answers": answers.get(passage.key, []),
        }
        for part, line, passage in passages(minutes)
        if passage.kind == Kind.QUESTION
    ]


def _actions(minutes: Minutes) -> list[dict[str, Any]]:
    again: dict[int, list[str]] = {}
    raised: list[tuple[Part, Passage, ActionRead]] = []
    for part, _, passage in passages(minutes):
        if passage.kind != Kind.ACTION or passage.action is None:
            continue
        if passage.action.mention == Mention.RESTATED and passage.action.restates is not None:
            again.setdefault(passage.action.restates, []).append(passage.action.words)
        elif passage.action.mention == Mention.RAISED:
            raised.append((part, passage, passage.action))
    return [
        {
            "text": action.words,
            "reference": action.reference,
            "owner": action.owner,
            "owner_organisation_kind": action.owner_organisation_kind,
            "section": part.title,
            "recommendations": list(action.recommendations),
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "restated_as": again.get(passage.key, []),
        }
        for part, passage, action in raised
    ]


def main() -> None:
    """Print one file as read: `python -m app.documents.as_json FILE`."""
    from app.documents.interpret import interpret
    from app.documents.source import read_source

    file = Path(sys.argv[-1])
    reading = interpret(read_source(file.read_bytes(), file.name))
    json.dump(to_json(reading), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
