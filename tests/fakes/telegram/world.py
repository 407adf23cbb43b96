"""All that the fake knows, in one place."""

from dataclasses import dataclass, field

from tests.fakes.telegram.callbacks import Callbacks
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.history import History
from tests.fakes.telegram.journal import Journal
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.people import People
from tests.fakes.telegram.polling import Polling
from tests.fakes.telegram.profile import Profile
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.webhook import Webhook

TOKEN = "424242:" + "FakeTokenForTestsOnly_0123456789abc"


@dataclass
class World:
    token: str = TOKEN
    clock: Clock = field(default_factory=Clock)
    history: History = field(default_factory=History)
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    people: People = field(init=False)
    limits: Limits = field(init=False)
    updates: Updates = field(init=False)
    polling: Polling = field(init=False)
    webhook: Webhook = field(init=False)
    callbacks: Callbacks = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(int(self.token.partition(":")[0]))
        self.limits = Limits(self.clock)
        self.updates = Updates(self.clock)
        self.polling = Polling(self.updates)
        self.webhook = Webhook(self.updates, self.clock)
        self.callbacks = Callbacks(self.clock)

    def now(self) -> int:
        """As dates stand in messages."""
        return int(self.clock.now())
