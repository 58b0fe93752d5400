"""What is written as Word reads back as the same minutes."""

from hypothesis import HealthCheck, given, settings

from app.documents.minutes import Minutes
from app.documents.read_docx import read_docx
from app.documents.write_docx import write_docx
from tests.documents.generated_minutes import minutes
from tests.documents.printed_minutes import of_minutes, of_source


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minutes())
def test_every_part_of_any_minutes_is_printed_and_found_again(before: Minutes) -> None:
    source = read_docx(write_docx(before))
    assert source.has_our_styles
    assert list(of_source(source)) == list(of_minutes(before))
