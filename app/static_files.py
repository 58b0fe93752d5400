"""Styles, scripts and drawings, from several folders under one address."""

from collections.abc import Iterable
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class StaticFolders(StaticFiles):
    """Looks in each folder in turn. With a version in its address a file is kept for ever, else asked for again."""

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__(check_dir=False)
        self.all_directories = list(folders)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Raises HTTPException for what is not there."""
        response = await super().get_response(path, scope)
        versioned = scope.get("query_string", b"").startswith(b"v=")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response
