"""The product as one ASGI application. The only file that knows all routers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import routers
from app.db import make_engine
from app.dependencies import refuse_impossible_names
from app.error_pages import add_error_pages
from app.live import Feed
from app.routers.live import telling
from app.routers.live.desk import make_desk
from app.security import ForgeryCheck, ResponseHeaders
from app.settings import Settings
from app.static_files import StaticFolders
from app.templating import STATIC_FOLDERS
from app.ticker import Ticker


def create_app(settings: Settings) -> FastAPI:
    """The product with these settings; it opens the database when somebody first asks for something."""
    engine = make_engine(settings.database)
    feed = Feed(engine, telling.tell)
    desk = make_desk(engine.dialect.name)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await feed.start()
        with Ticker(engine, settings).running():
            yield
        await feed.stop()
        desk.shutdown()
        engine.dispose()

    app = FastAPI(
        title="Holding to Account",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(refuse_impossible_names)],
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.feed = feed
    app.state.desk = desk
    for router in all_routers():
        app.include_router(router)
    app.mount("/static", StaticFolders(STATIC_FOLDERS))
    add_error_pages(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(ForgeryCheck)
    app.add_middleware(ResponseHeaders)
    return app


def all_routers() -> list[APIRouter]:
    """The routes of each module of app/routers, one noun each; a module that only helps others has none."""
    modules = (
        import_module(f"{routers.__name__}.{module.name}") for module in iter_modules(routers.__path__)
    )
    return [module.router for module in modules if hasattr(module, "router")]
