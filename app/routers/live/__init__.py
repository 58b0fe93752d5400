"""Taking minutes live: the page, saving as one types, the stream to everybody who follows.

What is answered here is JSON, errors too (see app/error_pages.py), except for the page and its panels.
"""

from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter, Depends, Request

from app.dependencies import Visitor
from app.errors import SomebodyElse


def same_person(request: Request, visitor: Visitor) -> None:
    """A page's words are never taken for another's: it names the user it was made for, in `X-User`.

    Raises SomebodyElse when that is not who is signed in by now.
    """
    made_for = request.headers.get("x-user")
    if visitor is not None and made_for and made_for != str(visitor.id):
        raise SomebodyElse(f"{visitor.name} is signed in here now. What you typed is kept for you.")


router = APIRouter(dependencies=[Depends(same_person)])
for module in iter_modules(__path__):
    there = import_module(f"{__name__}.{module.name}")
    if hasattr(there, "router"):
        router.include_router(there.router)
