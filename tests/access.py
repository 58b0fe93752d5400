"""Which routes there are, and who is let through each: what the permission table is checked against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from warnings import catch_warnings, simplefilter

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.main import all_routers
from tests.page import Client

REFUSED = {401, 403, 404}
"""Not signed in; may not; may not even know of it."""


@dataclass(frozen=True, order=True)
class Route:
    """One address and what is done there."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, ids: dict[str, str]) -> str:
        """The path with the ids of things that exist; "1" for those nobody named."""
        return re.sub(r"{(\w+)(?::\w+)?}", lambda match: ids.get(match.group(1), "1"), self.path)

    @property
    def is_last(self) -> bool:
        """What ends something comes after everything that needs it."""
        return self.path.endswith(
            ("/remove", "/discard", "/accept", "/confirm", "/end", "/sign-out", "/join", "/line")
        )


def routes_of(router: Any, prefix: str = "") -> Iterator[Route]:
    """Every route of a router, those of routers inside it included."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            path = (prefix + route.path).replace(":path}", "}")
            yield from (Route(method, path) for method in (route.methods or set()) - {"HEAD"})
        elif hasattr(route, "original_router"):
            yield from routes_of(route.original_router, prefix + route.include_context.prefix)


def all_routes() -> list[Route]:
    """Every route of the product."""
    return sorted({found for router in all_routers() for found in routes_of(router)})


def described_routes(app: FastAPI) -> list[Route]:
    """The same as the framework describes them, to prove that the walk above overlooks none."""
    with catch_warnings():
        simplefilter("ignore")  # a route that answers HEAD too has one name for both
        described = app.openapi()["paths"]
    return sorted(
        Route(method.upper(), path)
        for path, operations in described.items()
        for method in operations
        if method != "head"
    )


def is_let_through(client: Client, route: Route, ids: dict[str, str]) -> bool:
    """Whether this person gets past the door. An empty form that is refused (422) was past it."""
    reply = client.request(route.method, route.address(ids), follow_redirects=False)
    sent_to_sign_in = reply.is_redirect and reply.headers["location"].startswith("/sign-in?next=")
    return reply.status_code not in REFUSED and not sent_to_sign_in
