"""Sources: the reports that make recommendations, and bringing theirs in."""

from fastapi import APIRouter

from app.routers.sources.describing import router as describing
from app.routers.sources.loading import router as loading
from app.routers.sources.recommendations import router as recommendations

router = APIRouter()
for routes in (describing, recommendations, loading):
    router.include_router(routes)
