"""Asking another process of ours whether it is ready."""

import httpx


async def is_up(client: httpx.AsyncClient, url: str) -> bool:
    """Whether a GET of the URL is answered with 200 within two seconds."""
    try:
        response = await client.get(url, timeout=2.0)
    except httpx.HTTPError:
        return False
    return response.status_code == httpx.codes.OK
