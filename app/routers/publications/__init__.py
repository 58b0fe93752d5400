"""Publishing, for the office: a meeting's versions and their hour, announcements, and what has to be published."""

from fastapi import APIRouter

from app.routers.publications import announcing, listing, publishing, versions

router = APIRouter()
for part in (listing, versions, publishing, announcing):
    router.include_router(part.router)
