"""Asking another process of ours whether it is ready."""

from http import HTTPStatus

import aiohttp

PATIENCE = aiohttp.ClientTimeout(total=2.0)


async def is_up(client: aiohttp.ClientSession, url: str) -> bool:
    """Whether a GET of the URL is answered with 200 within two seconds."""
    try:
        async with client.get(url, timeout=PATIENCE) as response:
            return bool(response.status == HTTPStatus.OK)
    except (aiohttp.ClientError, TimeoutError):
        return False
