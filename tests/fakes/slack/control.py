"""A typed client of the control API: a test plays the staff, looks at everything, and breaks what it likes."""

from tests.fakes.slack.control_driver import ControlRefused, Json, Outcome, Posted
from tests.fakes.slack.control_scene import Scene
from tests.fakes.slack.control_sight import Sight
from tests.fakes.slack.control_staff import Staff
from tests.fakes.slack.control_trouble import Trouble

__all__ = ["ControlRefused", "Json", "Outcome", "Posted", "SlackControl"]


class SlackControl(Scene, Staff, Sight, Trouble):
    """All of it."""
