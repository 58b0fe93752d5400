"""Responses: written by the body that owes them, with evidence; read and reviewed by the office."""

from fastapi import APIRouter

from app.routers.responses import evidence, reviewing, writing

router = APIRouter()
for part in (writing, reviewing, evidence):
    router.include_router(part.router)
