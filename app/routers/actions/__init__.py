"""Actions: the register, each action's page, and adding or changing one outside the minutes."""

from fastapi import APIRouter

from app.routers.actions import adding, deciding, editing, handing_over, register, splitting, tying
from app.routers.actions.register import filters_of

__all__ = ["filters_of", "router"]

router = APIRouter()
for part in (adding, register, editing, deciding, handing_over, splitting, tying):
    router.include_router(part.router)
