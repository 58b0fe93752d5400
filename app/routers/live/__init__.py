"""Taking minutes live: the page, saving as one types, the stream to everybody who follows.

What is answered here is JSON, errors too (see app/error_pages.py), except for the page and its panels.
"""

from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter

router = APIRouter()
for module in iter_modules(__path__):
    there = import_module(f"{__name__}.{module.name}")
    if hasattr(there, "router"):
        router.include_router(there.router)
