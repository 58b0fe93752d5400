"""The permission table: who may do what, route by route. The design's table of roles, written out."""

from itertools import chain

OFFICE = {"minute_taker", "publisher", "commissioner"}
WRITERS = {"minute_taker", "publisher"}
DECIDERS = {"publisher", "commissioner"}
FORCE = {"force_officer"}
"""The body with which everything in tests/small_world.py was shared. The other body is the council."""
SHARED = OFFICE | FORCE
BODIES = FORCE | {"other_force_officer"}
ADMINISTRATORS = {"administrator"}
SIGNED_IN = OFFICE | BODIES | ADMINISTRATORS
EVERYBODY = SIGNED_IN | {"public"}

_EVERYBODY = """
GET /accessibility
GET /calendars/{secret}/due.ics
GET /drafts/{secret}
POST /drafts/{secret}
GET /health
GET /help
GET /privacy
GET /published
GET /published/about
GET /published/actions
GET /published/actions.csv
GET /published/actions/{action_reference}
GET /published/coming
GET /published/feed.atom
GET /published/logo
GET /published/minutes.schema.json
GET /published/office.css
GET /published/recommendations
GET /published/recommendations/{public_source}
GET /published/recommendations/{public_source}/{recommendation_reference}
GET /published/search
GET /published/{address}
GET /published/{address}/minutes.docx
GET /published/{address}/minutes.json
GET /published/{address}/papers/{public_paper_id}
GET /published/{address}/versions/{version}
GET /published/{address}/versions/{version}/minutes.docx
GET /published/{address}/versions/{version}/minutes.json
GET /robots.txt
GET /sitemap.xml
GET /sign-in
POST /sign-in
POST /sign-out
"""
_SIGNED_IN = """
GET /
GET /account
POST /account/password
POST /account/sign-ins/end
"""
_ADMINISTRATORS = """
GET /expunging
GET /letters
GET /letters/{letter_id}
GET /people
POST /expunging
POST /expunging/look
POST /letters/{letter_id}/try-again
POST /people/{user_id}/sign-ins/end
"""
_OFFICE_AND_BODIES = """
GET /actions
GET /actions.csv
GET /actions.xlsx
GET /calendars
GET /figures
GET /letters/choices
GET /meetings
GET /progress-updates
GET /recommendations
GET /recommendations.csv
GET /recommendations.json
GET /recommendations.xlsx
GET /search
GET /sources
POST /calendars
POST /letters/choices
"""
_SHARED = """
GET /meetings/{meeting_id}/draft
POST /meetings/{meeting_id}/draft
GET /actions/{action_id}
GET /evidence/{evidence_id}
GET /meetings/{meeting_id}
GET /papers/{paper_id}
GET /progress-evidence/{progress_evidence_id}
GET /recommendations/{recommendation_id}
GET /recommendations/{recommendation_id}/word
GET /recommendations/{recommendation_id}/updates
GET /sources/{source_id}
GET /sources/{source_id}/steps
GET /written-answers/{question_id}
"""
_BODIES = """
GET /owed
"""
_FORCE = """
POST /actions/{action_id}/response
POST /actions/{action_id}/response/files
POST /actions/{action_id}/response/send
POST /evidence/{evidence_id}/remove
POST /evidence/{evidence_id}/restore
POST /progress-evidence/{progress_evidence_id}/remove
POST /progress-evidence/{progress_evidence_id}/restore
POST /recommendations/{recommendation_id}/updates
POST /recommendations/{recommendation_id}/updates/files
POST /recommendations/{recommendation_id}/updates/give
POST /written-answers/{question_id}
POST /written-answers/{question_id}/files
POST /written-answers/{question_id}/send
"""
_OWN = """
POST /calendars/{calendar_id}/renew
POST /calendars/{calendar_id}/revoke
"""
"""A calendar is one person's own."""
_OFFICE = """
GET /meetings/{meeting_id}/check
GET /meetings/{meeting_id}/withholdings
GET /meetings/{meeting_id}/amendments
GET /meetings/{meeting_id}/corrections
GET /meetings/{meeting_id}/publishing
GET /meetings/{meeting_id}/publishing/preview
GET /meetings/{meeting_id}/publishing/word
GET /publications
GET /publications/due
GET /publications/due.csv
GET /publications/{publication_id}
GET /publications/{publication_id}/word
GET /coverage
GET /meetings/{meeting_id}/enquiries
POST /meetings/{meeting_id}/enquiries
POST /responses/{response_id}/accept
POST /responses/{response_id}/leave
POST /responses/{response_id}/return
POST /progress-updates/{update_id}/query
POST /progress-updates/{update_id}/take-back
POST /progress-updates/{update_id}/verify
GET /inspections
GET /progress-reports
GET /progress-reports/{report_id}
GET /progress-reports/{report_id}/word
GET /inspections/{source_id}
GET /inspections/{source_id}/published
GET /inspections/{source_id}/word
GET /meetings/{meeting_id}/brief
GET /meetings/{meeting_id}/brief/word
GET /planned-questions/{planned_id}
GET /planned-questions/{planned_id}/edit
GET /questions
POST /meetings/{meeting_id}/notes
POST /meetings/{meeting_id}/planned-questions
POST /planned-questions/{planned_id}/edit
POST /planned-questions/{planned_id}/move
POST /planned-questions/{planned_id}/remove
POST /planned-questions/{planned_id}/restore
POST /questions/{question_id}/carry
GET /meetings/{meeting_id}/live
GET /meetings/{meeting_id}/live/stream
GET /meetings/{meeting_id}/original
GET /meetings/{meeting_id}/publishing/html
GET /meetings/{meeting_id}/publishing/pdf
GET /meetings/{meeting_id}/publishing/website
GET /publications/{publication_id}/html
GET /publications/{publication_id}/pdf
GET /publications/{publication_id}/website
GET /meetings/{meeting_id}/word
"""
_DECIDERS = """
POST /meetings/{meeting_id}/amendments
POST /meetings/{meeting_id}/amendments/finish
POST /meetings/{meeting_id}/amendments/give-up
POST /inspections/{source_id}/not-ours
GET /meetings/{meeting_id}/confirm
POST /actions/{action_id}/close
POST /actions/{action_id}/reopen
POST /actions/{action_id}/withdraw
POST /meetings/{meeting_id}/confirm
"""
_PUBLISHERS = """
GET /markings
POST /markings
POST /meetings/{meeting_id}/check/sign
POST /withholdings/{withholding_id}/decide
POST /withholdings/{withholding_id}/keep-whole
GET /publications/{publication_id}/withdraw
POST /meetings/{meeting_id}/publishing
POST /meetings/{meeting_id}/publishing/announce
POST /meetings/{meeting_id}/publishing/announce/withdraw
POST /meetings/{meeting_id}/publishing/cancel
POST /meetings/{meeting_id}/publishing/duties/{duty}
POST /papers/{paper_id}/publish
POST /papers/{paper_id}/take-back
POST /publications/{publication_id}/withdraw
POST /sources/{source_id}/publish
POST /sources/{source_id}/take-back
POST /inspections/{source_id}/publish
POST /progress-reports/{report_id}/issue
"""
_STYLERS = """
GET /house-styles
GET /house-styles/sample
GET /house-styles/sample.pdf
GET /house-styles/{style_id}/sample
POST /house-styles
POST /house-styles/ours
POST /house-styles/{style_id}/use
"""
_WRITERS = """
GET /lines/{line_id}/withhold
POST /meetings/{meeting_id}/check/seen
POST /meetings/{meeting_id}/check/seen-alike
POST /meetings/{meeting_id}/check/unseen
POST /meetings/{meeting_id}/check/withhold
POST /meetings/{meeting_id}/live/lines/{line_id}/withhold
POST /meetings/{meeting_id}/live/lines/{line_id}/withhold/take-back
POST /meetings/{meeting_id}/marking
POST /meetings/{meeting_id}/withholdings
POST /sections/{section_id}/marking
POST /withholdings/{withholding_id}/lift
GET /meetings/{meeting_id}/circulate
POST /corrections/{correction_id}/accept
POST /corrections/{correction_id}/decline
POST /draft-links/{link_id}/renew
POST /draft-links/{link_id}/revoke
POST /inspections/{source_id}/answers/{recommendation_id}
POST /inspections/{source_id}/steps
POST /inspections/{source_id}/take-back
POST /inspections/{source_id}/words
GET /progress-reports/new
POST /progress-reports/new
POST /progress-reports/{report_id}/discard
POST /progress-reports/{report_id}/edit
POST /progress-reports/{report_id}/passages
GET /trackers/new
GET /trackers/{tracker_id}
POST /trackers/new
POST /trackers/{tracker_id}/add
POST /trackers/{tracker_id}/columns
GET /questions/{question_id}/action
POST /questions/{question_id}/action
GET /actions/{action_id}/edit
GET /actions/{action_id}/hand-over
GET /actions/{action_id}/split
GET /actions/{action_id}/tie
GET /actions/new
GET /attendances/{attendance_id}/edit
GET /bring-in
GET /meetings/{meeting_id}/bring-back
GET /meetings/{meeting_id}/bring-back/{returned_id}
GET /bring-in/{reading_id}
GET /bring-in/{reading_id}/rows/{row_id}
GET /lines/{line_id}
GET /lines/{line_id}/below
GET /lines/{line_id}/edit
GET /lines/{line_id}/history
GET /meetings/new
GET /meetings/{meeting_id}/attendance
GET /meetings/{meeting_id}/edit
GET /meetings/{meeting_id}/history
GET /meetings/{meeting_id}/live/drawer
GET /meetings/{meeting_id}/papers/new
GET /papers/{paper_id}/edit
GET /recommendations/{recommendation_id}/edit
GET /sections/{section_id}/edit
GET /short-forms
GET /sources/new
GET /sources/{source_id}/edit
GET /sources/{source_id}/load
GET /sources/{source_id}/load/{sheet_id}
GET /sources/{source_id}/recommendations/new
GET /steps/{step_id}/edit
GET /recommendations/{recommendation_id}/steps/new
POST /actions/new
POST /actions/{action_id}/edit
POST /actions/{action_id}/hand-over
POST /actions/{action_id}/split
POST /actions/{action_id}/tie
POST /actions/{action_id}/share
POST /actions/{action_id}/untie
POST /attendances/{attendance_id}/edit
POST /attendances/{attendance_id}/move
POST /attendances/{attendance_id}/remove
POST /attendances/{attendance_id}/restore
POST /bring-in
POST /meetings/{meeting_id}/bring-back
POST /meetings/{meeting_id}/bring-back/{returned_id}
POST /bring-in/{reading_id}/accept
POST /bring-in/{reading_id}/attendees
POST /bring-in/{reading_id}/attendees/{key}
POST /bring-in/{reading_id}/attendees/{key}/remove
POST /bring-in/{reading_id}/discard
POST /bring-in/{reading_id}/doubts/{place}
POST /bring-in/{reading_id}/doubts/{place}/again
POST /bring-in/{reading_id}/facts
POST /bring-in/{reading_id}/headings/{key}
POST /bring-in/{reading_id}/headings/{key}/line
POST /bring-in/{reading_id}/left-out/{number}/keep
POST /bring-in/{reading_id}/lines/{key}
POST /bring-in/{reading_id}/lines/{key}/heading
POST /bring-in/{reading_id}/lines/{key}/join
POST /bring-in/{reading_id}/lines/{key}/passages/{passage}/join
POST /bring-in/{reading_id}/lines/{key}/passages/{passage}/split
POST /bring-in/{reading_id}/report
POST /doubts/{doubt_id}/settle
POST /entries/{entry_id}
POST /entries/{entry_id}/join
POST /entries/{entry_id}/split
POST /lines/{line_id}/edit
POST /lines/{line_id}/history/{revision_id}/restore
POST /lines/{line_id}/move
POST /lines/{line_id}/read-again
POST /lines/{line_id}/remove
POST /lines/{line_id}/restore
POST /meetings/new
POST /meetings/{meeting_id}/attendance
POST /meetings/{meeting_id}/circulate
POST /meetings/{meeting_id}/edit
POST /meetings/{meeting_id}/finish
POST /meetings/{meeting_id}/live/here
POST /meetings/{meeting_id}/live/lines/{line_id}
POST /meetings/{meeting_id}/live/lines/{line_id}/move
POST /meetings/{meeting_id}/live/lines/{line_id}/remove
POST /meetings/{meeting_id}/live/lines/{line_id}/restore
POST /meetings/{meeting_id}/live/lines/{line_id}/set
POST /meetings/{meeting_id}/live/people
POST /meetings/{meeting_id}/live/people/{attendance_id}
POST /meetings/{meeting_id}/live/planned/{planned_id}/ask
POST /meetings/{meeting_id}/live/planned/{planned_id}/written-answer
POST /meetings/{meeting_id}/live/reviews/{action_id}
POST /meetings/{meeting_id}/live/sections/{section_id}/assurance
POST /meetings/{meeting_id}/papers/new
POST /meetings/{meeting_id}/sections
POST /meetings/{meeting_id}/share
POST /meetings/{meeting_id}/start
POST /papers/{paper_id}/edit
POST /papers/{paper_id}/remove
POST /papers/{paper_id}/restore
POST /recommendations/{recommendation_id}/edit
POST /sections/{section_id}/edit
POST /sections/{section_id}/lines
POST /sections/{section_id}/move
POST /sections/{section_id}/remove
POST /sections/{section_id}/restore
POST /short-forms
POST /short-forms/off
POST /short-forms/{short_form_id}/remove
POST /sources/new
POST /sources/{source_id}/edit
POST /sources/{source_id}/load
POST /sources/{source_id}/merge
POST /sources/{source_id}/load/{sheet_id}/add
POST /sources/{source_id}/load/{sheet_id}/columns
POST /sources/{source_id}/recommendations/new
POST /sources/{source_id}/report-given
POST /sources/{source_id}/sections/{section_id}/tie
POST /steps/{step_id}/edit
POST /steps/{step_id}/remove
POST /steps/{step_id}/restore
POST /recommendations/{recommendation_id}/steps/new
"""

ROWS = [
    (EVERYBODY, _EVERYBODY),
    (SIGNED_IN, _SIGNED_IN),
    (ADMINISTRATORS, _ADMINISTRATORS),
    (OFFICE | BODIES, _OFFICE_AND_BODIES),
    (SHARED, _SHARED),
    (BODIES, _BODIES),
    (FORCE, _FORCE),
    (FORCE, _OWN),
    (OFFICE, _OFFICE),
    (DECIDERS, _DECIDERS),
    ({"publisher"}, _PUBLISHERS),
    ({"publisher"} | ADMINISTRATORS, _STYLERS),
    (WRITERS, _WRITERS),
]
TABLE = {route: people for people, routes in ROWS for route in routes.split("\n") if route}
TWICE = len(list(chain.from_iterable(routes.split() for _, routes in ROWS))) != 2 * len(TABLE)
"""Whether a route stands in two places."""
