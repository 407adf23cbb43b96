"""Who is at the other end of a connection, also behind a reverse proxy that we trust."""

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Clients:
    def __init__(self, trusted_proxies: Sequence[str] = ()) -> None:
        self._trusted: list[Network] = [ipaddress.ip_network(proxy) for proxy in trusted_proxies]

    def address(self, connection: HTTPConnection) -> str:
        """The client's own address: the last hop that is not a proxy of ours."""
        hops = [
            hop.strip() for hop in connection.headers.get("x-forwarded-for", "").split(",") if hop.strip()
        ]
        nearest = connection.client.host if connection.client else ""
        while hops and self._trusts(nearest):
            nearest = hops.pop()
        return nearest

    def network(self, connection: HTTPConnection) -> str:
        """What limits count by: one IPv4 address, or the /64 that an IPv6 customer is given."""
        address = _parse(self.address(connection))
        if isinstance(address, ipaddress.IPv6Address):
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address)

    def is_local(self, connection: HTTPConnection) -> bool:
        """On this machine, and not somebody else whom a proxy on this machine passed on."""
        peer = _parse(connection.client.host if connection.client else "")
        forwarded = any(header in connection.headers for header in FORWARDED)
        return peer is not None and peer.is_loopback and not forwarded

    def _trusts(self, host: str) -> bool:
        address = _parse(host)
        return address is not None and any(address in network for network in self._trusted)


def _parse(host: str) -> Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
