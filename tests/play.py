"""Playing a scene of many at once, from a test that is not itself asynchronous."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor


def play(scene: Callable[[], Coroutine[None, None, None]]) -> None:
    """Play the scene to its end.

    In a thread of its own: a test of pages that came before may have left its browser’s event loop running in
    this one.
    """
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, scene()).result()
