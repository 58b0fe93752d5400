"""Search hears of changes whichever door they come in by."""

import subprocess
import sys

USE_ONE_SERVICE_ONLY = """
import sys
import app.services.changes
from sqlalchemy import event
from sqlalchemy.orm import Session
listener = sys.modules["app.services.search.index"]._before_commit
sys.exit(0 if event.contains(Session, "before_commit", listener) else 1)
"""


def test_search_is_there_whichever_service_is_used() -> None:
    """In a process of its own: here, other tests have imported everything already."""
    done = subprocess.run([sys.executable, "-c", USE_ONE_SERVICE_ONLY], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
