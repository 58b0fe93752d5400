"""Progress updates: written by bodies that answer for a recommendation, verified or queried by the office."""

from fastapi import APIRouter

from app.routers.progress_updates import evidence, reading, writing

router = APIRouter()
for part in (reading, writing, evidence):
    router.include_router(part.router)
