"""Finds a taken port before anything is started."""

import socket
from collections.abc import Iterable

from bot.commands.programs import Listening


class PortTaken(Exception):
    """Names the port, the setting that chose it and what to do."""


def check_free(listenings: Iterable[Listening]) -> None:
    """Raise `PortTaken` for the first address that cannot be listened on."""
    for one in listenings:
        fault = _fault(one.host, one.port)
        if fault:
            raise PortTaken(
                f"The {one.program} cannot listen on {one.host}, port {one.port}: {fault}.\n"
                f"Stop what uses it, or choose another port: {one.variable}=NUMBER"
            )


def _fault(host: str, port: int) -> str | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: skips TIME_WAIT
            probe.bind(address)
            probe.listen()
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None
