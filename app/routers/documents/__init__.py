"""Bringing minutes in, checking what was read, and taking them out again as Word."""

from fastapi import APIRouter

from app.routers.documents.bringing_in import router as bringing_in
from app.routers.documents.checking import router as checking
from app.routers.documents.correcting import router as correcting
from app.routers.documents.downloads import router as downloads
from app.routers.documents.house_styles import router as house_styles
from app.routers.documents.reports import router as reports
from app.routers.documents.returning import router as returning
from app.routers.documents.website import router as website

router = APIRouter()
for routes in (bringing_in, checking, correcting, downloads, house_styles, reports, returning, website):
    router.include_router(routes)
