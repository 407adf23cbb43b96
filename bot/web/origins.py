"""Whether a page comes from where it speaks to."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers


def from_here(headers: Headers) -> bool:
    """Browsers name the page's origin in every POST and every socket; scripts cannot change that."""
    host = headers.get("host", "").lower()
    try:
        origin = urlsplit(headers.get("origin", ""))
    except ValueError:  # what no browser sends, such as http://[
        return False
    return bool(host) and origin.scheme in {"http", "https"} and origin.netloc.lower() == host
