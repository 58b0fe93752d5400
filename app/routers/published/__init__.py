"""The public site: what was published, for everybody, without signing in and without scripts."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from app.routers.published import actions, feeds, looks, meetings, recommendations

router = APIRouter()
for part in (feeds, looks, actions, recommendations, meetings):
    for route in part.router.routes:
        # A reader's program may ask for the head alone, to learn whether what it holds is still right.
        if isinstance(route, APIRoute) and route.methods:
            route.methods.add("HEAD")
    router.include_router(part.router)
