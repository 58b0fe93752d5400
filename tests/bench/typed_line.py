"""How long the grammar takes for one typed line once warm: well under a millisecond is wanted."""

import time

from app.documents.interpret import Known, LineContext, read_line
from app.documents.minutes import Attendee

LINES = (
    "The PCC asked what more the force could do to put victims first. The CC said that training was under way.",
    "ACTION: CC to provide an update on the performance product by 30 June.",
    "The PCC thanked the CC for the report, which had been circulated with the agenda.",
)
TIMES = 300
LIMIT = 2.0
"""Milliseconds: far beyond what a quiet machine needs, so that only a real loss of speed fails."""


def main() -> int:
    """Print the milliseconds for each line."""
    known = Known(
        [
            Attendee("Ada Stone", "Police and Crime Commissioner", "PCC", None, "commissioner"),
            Attendee("Bo Reed", "Chief Constable", "CC", None, "force"),
        ]
    )
    context = LineContext(known=known)
    slowest = 0.0
    for line in LINES:
        read_line(line, context)
        before = time.process_time()
        for _ in range(TIMES):
            read_line(line, context)
        taken = (time.process_time() - before) / TIMES * 1000
        slowest = max(slowest, taken)
        print(f"{taken:.2f} ms  {line[:60]}")
    return int(slowest > LIMIT)
