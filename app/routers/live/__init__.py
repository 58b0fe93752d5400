"""Taking minutes live: the page, saving as one types, the stream to everybody who follows.

What is answered here is JSON, errors too (see app/error_pages.py), except for the page and its panels.
"""

from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter, Depends, Request

from app.dependencies import Visitor
from app.routers.live.desk import same_person


def made_for_this_person(request: Request, visitor: Visitor) -> None:
    """Raises SomebodyElse when another person is signed in by now than the one the page was made for."""
    same_person(request, visitor)


router = APIRouter()
for module in iter_modules(__path__):
    there = import_module(f"{__name__}.{module.name}")
    if hasattr(there, "router"):
        router.include_router(there.router, dependencies=[Depends(made_for_this_person)])
    if hasattr(there, "at_the_desk"):  # it asks for all that itself, in the same turn
        router.include_router(there.at_the_desk)
