"""When people are at the desk, by the opening hours in the settings."""

from datetime import datetime
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours


class WrittenHours:
    """Implements the core's DeskHours over OpenStreetMap's opening_hours notation.

    `country` (ISO 3166, two letters) tells which public holidays `PH` means.
    """

    def __init__(self, hours: str, country: str, timezone: ZoneInfo) -> None:
        self._timezone = timezone
        self._hours = OpeningHours(hours, country=country, timezone=timezone)

    def is_open(self, at: datetime) -> bool:
        return bool(self._hours.is_open(at.astimezone(self._timezone)))

    def next_open(self, after: datetime) -> datetime | None:
        """The next moment somebody is in; None when nobody ever is again."""
        if self.is_open(after):
            return after
        change = self._hours.next_change(after.astimezone(self._timezone))
        while change is not None and not self.is_open(change):  # closed to unknown, or two closed rules
            change = self._hours.next_change(change)
        return change
