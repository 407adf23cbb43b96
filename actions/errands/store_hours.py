"""When stores are open."""

from collections.abc import Sequence
from datetime import date

from actions.form import Form
from actions.shop import DayHours, Store
from actions.stores import stores_at
from actions.turn import Outcome, Turn

HOLIDAY = "holiday"


class StoreHours(Form):
    action = "store_hours_form"
    topics = ("store_hours",)
    slots = ("town", "postcode", "date", "weekday")
    keeps = ("town",)

    def note(self, turn: Turn) -> None:
        """Holidays stand for a day of the week, as in the opening hours themselves."""
        if "date" not in turn.heard and turn.words.mentions("utter_words_holiday", turn.message.text):
            turn.remember("weekday", HOLIDAY)
            turn.heard.add("weekday")

    async def serve(self, turn: Turn) -> Outcome:
        stores = await stores_at(turn, self.shop)
        day = _date(turn)
        weekday = turn.recall("weekday")
        for store in stores:
            if weekday == HOLIDAY and not day:
                await self._say_holidays(turn, store)
            elif day or weekday:
                _say_day(turn, await self.shop.store_hours(store.id, day, weekday=None if day else weekday))
            else:
                await self._say_week(turn, store)
        return Outcome.ANSWERED

    async def _say_week(self, turn: Turn, store: Store) -> None:
        now = await self.shop.open_now(store.id)
        week = await self.shop.week_hours(store.id)
        piece = "utter_piece_open_until" if now.open else "utter_piece_opens"
        moment = turn.words.moment(now.until, store.timezone) if now.until else ""
        turn.say(
            "utter_hours_open_now" if now.open else "utter_hours_closed_now",
            store=store.name,
            until=turn.words.phrase(piece, moment=moment) if moment else "",
            hours=turn.words.lines(_week(turn, week)),
        )

    async def _say_holidays(self, turn: Turn, store: Store) -> None:
        days = await self.shop.holiday_hours(store.id)
        lines = (
            turn.words.phrase(
                "utter_line_holiday",
                day=turn.words.day(it.day),
                holiday=turn.words.of_shop(it.holiday or ""),
                hours=turn.words.hours(it),
            )
            for it in days
        )
        turn.say("utter_hours_holidays", store=store.name, hours=turn.words.lines(lines))


def _date(turn: Turn) -> date | None:
    """The date named; a weekday named later in the errand replaces it."""
    if "weekday" in turn.heard and "date" not in turn.heard:
        turn.forget("date")
    told = turn.recall("date")
    return date.fromisoformat(told) if told else None


def _say_day(turn: Turn, hours: DayHours) -> None:
    turn.say(
        "utter_hours_day" if hours.spans else "utter_hours_day_closed",
        store=hours.store.name,
        day=turn.words.day(hours.day),
        holiday=_holiday(turn, hours),
        hours=turn.words.hours(hours),
    )


def _holiday(turn: Turn, hours: DayHours) -> str:
    if not hours.holiday:
        return ""
    return turn.words.phrase("utter_piece_holiday", holiday=turn.words.of_shop(hours.holiday))


def _week(turn: Turn, week: Sequence[DayHours]) -> list[str]:
    """Seven lines; days in a row with the same hours share one."""
    runs: list[list[DayHours]] = []
    for day in week:
        if runs and runs[-1][-1].spans == day.spans:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [f"{_span(turn, run)}: {turn.words.hours(run[0])}" for run in runs]


def _span(turn: Turn, run: Sequence[DayHours]) -> str:
    first, last = turn.words.weekday(run[0].day), turn.words.weekday(run[-1].day)
    return first if len(run) == 1 else f"{first}–{last}"
