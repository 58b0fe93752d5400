"""The least that saving can cost: a bare ASGI endpoint that commits one row, as durably as the product."""

import asyncio
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import uvicorn

SERVE = "from tests.bench.floor import serve; serve()"


def serve() -> None:
    """Serve on the database and port named on the command line, until killed."""
    database, port = sys.argv[1], int(sys.argv[2])
    pool = ThreadPoolExecutor(1)
    commit = _sqlite(database) if database.startswith("sqlite") else _postgresql(database)

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        await asyncio.get_running_loop().run_in_executor(pool, commit, body.decode())
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    uvicorn.run(app, port=port, log_level="error")


def _sqlite(database: str) -> Any:
    connection = sqlite3.connect(
        database.removeprefix("sqlite:///"), check_same_thread=False, isolation_level=None
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS row (text TEXT)")

    def commit(text: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row VALUES (?)", (text,))
        connection.execute("COMMIT")

    return commit


def _postgresql(database: str) -> Any:
    connection = psycopg.connect(database.replace("+psycopg", ""))
    connection.execute('CREATE TABLE IF NOT EXISTS "row" (text TEXT)')
    connection.commit()

    def commit(text: str) -> None:
        connection.execute('INSERT INTO "row" VALUES (%s)', (text,))
        connection.commit()

    return commit
