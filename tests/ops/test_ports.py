"""A taken port is named with its setting before anything starts."""

import socket

import pytest

from bot.commands.ports import PortTaken, check_free
from bot.commands.programs import Listening


def test_a_taken_port_is_named_with_the_setting_that_moves_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(
            PortTaken, match=f"(?s)rasa cannot listen on 127.0.0.1, port {port}.*SHOPDESK_RASA_PORT="
        ):
            check_free([Listening("rasa", "127.0.0.1", port, "SHOPDESK_RASA_PORT")])


def test_an_address_that_this_machine_does_not_have_is_said_so() -> None:
    with pytest.raises(PortTaken, match="cannot assign requested address"):
        check_free([Listening("gateway", "192.0.2.1", 8080, "SHOPDESK_PORT")])


def test_a_port_just_left_by_a_server_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = server.accept()
            accepted.close()  # first, so that the server's side stays in TIME_WAIT
            client.recv(1)

    check_free([Listening("gateway", "127.0.0.1", port, "SHOPDESK_PORT")])
