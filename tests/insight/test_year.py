"""Every figure of a made year equals the one that plain Python counts, in both databases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bench.year import Talk
from bot.insight.figures import Figure
from bot.insight.report import Reading, Report
from bot.insight.span import Span
from bot.storage.store import open_store
from tests.insight.conftest import ALL_YEAR, counting
from tests.insight.plain import ZONE, Counted, count, ended

SPANS = {
    "the year": ALL_YEAR,
    "the bad week": replace(ALL_YEAR, first=date(2025, 3, 10), last=date(2025, 3, 16)),
    "a day": replace(ALL_YEAR, first=date(2025, 11, 28), last=date(2025, 11, 28)),
    "Telegram": replace(ALL_YEAR, channel="telegram"),
    "Roman Urdu on the website": replace(ALL_YEAR, channel="widget", language="ur-Latn"),
}


def counted(talks: Sequence[Talk], span: Span) -> Counted:
    return count(talks, span.first, span.last, span.channel, span.language)


def figure(reading: Reading, key: str) -> Figure:
    found = reading.figure(key)
    assert found is not None
    return found


def by_first(found: Figure, column: str) -> dict[Any, Any]:
    place = [each.key for each in found.columns].index(column)
    return {row[0]: row[place] for row in found.rows}


def share(part: int, whole: int) -> Any:
    return pytest.approx(part / whole)


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
async def test_volume_is_as_counted(year: Report, talks: Sequence[Talk], span: Span) -> None:
    """Mutation: lines that are internal counted; the day in UTC; a channel that is not the conversation's."""
    reading, plain = await year.read(span), counted(talks, span)

    assert plain.talks > 5
    glance = by_first(figure(reading, "glance"), "value")
    assert (glance["talks"], glance["lines"]) == (plain.talks, plain.lines)
    assert by_first(figure(reading, "channels"), "conversations") == dict(plain.channels)
    assert by_first(figure(reading, "languages"), "conversations") == dict(plain.languages)
    topics = by_first(figure(reading, "topics"), "conversations")
    assert {topic or "": number for topic, number in topics.items()} == dict(plain.topics)
    hours = [number for row in figure(reading, "hours").rows for number in row[1:]]
    assert hours == [plain.hours[day, hour] for day in range(7) for hour in range(24)]


async def test_days_are_as_counted_and_weeks_are_their_sums(year: Report, talks: Sequence[Talk]) -> None:
    march = replace(ALL_YEAR, first=date(2025, 3, 1), last=date(2025, 3, 31))
    days = by_first(figure(await year.read(march), "days"), "conversations")
    weeks = by_first(figure(await year.read(ALL_YEAR), "days"), "conversations")

    assert days == dict(counted(talks, march).days)
    assert weeks["2025-03-10"] == sum(days[f"2025-03-{day}"] for day in range(10, 17))


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
async def test_containment_and_true_resolution_are_as_counted(
    year: Report, talks: Sequence[Talk], span: Span
) -> None:
    """Mutation: 72 hours from the first line in place of the last; addresses that moved not joined."""
    reading, plain = await year.read(span), counted(talks, span)

    values = by_first(figure(reading, "glance"), "value")
    assert values["contained"] == share(plain.contained, plain.talks)
    assert values["resolved"] == share(plain.resolved, plain.known)
    assert values["asked_again"] == share(plain.again, plain.known)
    assert values["understood"] == share(plain.understood, plain.read)


async def test_the_funnel_is_as_counted_and_tells_every_loss(year: Report, talks: Sequence[Talk]) -> None:
    """Mutation: a hand-over shown although it ended at once, or its card never came up."""
    reading, plain = await year.read(ALL_YEAR), counted(talks, ALL_YEAR)

    numbers = [row[1] for row in figure(reading, "funnel").rows]
    steps = ("asked", "shown", "claimed", "answered", "ended", "resolved", "returned")
    assert numbers == [plain.steps[step] for step in steps]
    assert plain.steps["asked"] > plain.steps["shown"] > plain.steps["claimed"] > plain.steps["answered"]
    lost = [row[3] for row in figure(reading, "funnel").rows]
    assert lost[1:5] == [before - after for before, after in pairwise(numbers[:5])]


async def test_times_and_the_promise_are_as_counted(year: Report, talks: Sequence[Talk]) -> None:
    """Mutation: handling from asking; the promise over all who asked."""
    reading, plain = await year.read(ALL_YEAR), counted(talks, ALL_YEAR)

    rows = {row[0]: row for row in figure(reading, "times").rows}
    for title, measure in (
        ("Waiting", "waiting"),
        ("First answer", "first_answer"),
        ("Handling", "handling"),
    ):
        assert rows[title][1] == len(getattr(plain, measure))
        assert rows[title][2] == pytest.approx(plain.median(measure), abs=0.01)
    assert by_first(figure(reading, "glance"), "value")["promise"] == share(plain.kept, plain.promised)


async def test_complaints_and_unclear_lines_are_as_counted(year: Report, talks: Sequence[Talk]) -> None:
    reading, plain = await year.read(ALL_YEAR), counted(talks, ALL_YEAR)

    causes = {row[0]: (row[2], row[3]) for row in figure(reading, "complaints").rows}
    names = {cause for cause, _ in plain.causes}
    assert causes == {name: (plain.causes[name, "solved"], plain.causes[name, "unsolved"]) for name in names}
    unclear = {row[0]: row[2:] for row in figure(reading, "unclear").rows}
    nearest = {of for of, _ in plain.unclear}
    assert unclear == {
        of: tuple(plain.unclear[of, decision] for decision in ("ask", "reject", "failed")) for of in nearest
    }


async def test_each_wording_of_a_rule_is_counted_by_itself(year: Report, talks: Sequence[Talk]) -> None:
    """Mutation: citations grouped by the rule alone."""
    reading, plain = await year.read(ALL_YEAR), counted(talks, ALL_YEAR)

    rows = {(row[0], row[1]): (row[2], row[3]) for row in figure(reading, "policies").rows}
    assert rows == {rule: (plain.answers[rule], plain.cited_in[rule]) for rule in plain.answers}
    assert sum(rule == "return-shoes" for rule, _ in rows) == 2


async def test_equality_has_every_measure_of_every_group_as_counted(
    year: Report, talks: Sequence[Talk]
) -> None:
    """Mutation: all others with the group itself among them."""
    rows = figure(await year.read(ALL_YEAR), "equality").rows
    found: Mapping[Any, Any] = {row[:3]: row for row in rows}

    assert len(rows) == (6 + 2) * 11
    for by, group in (("language", "ur-Latn"), ("language", "nb"), ("channel", "telegram")):
        whole, own = counted(talks, ALL_YEAR), counted(talks, replace(ALL_YEAR, **{by: group}))
        assert found[by, group, "resolved"][4] == share(own.resolved, own.known)
        assert found[by, group, "resolved_by_bot"][4] == share(own.resolved_by_bot, own.known)
        others = share(whole.resolved - own.resolved, whole.known - own.known)
        assert found[by, group, "resolved"][8] == others
        assert found[by, group, "taken"][4] == share(own.steps["claimed"], own.steps["shown"])
        assert found[by, group, "promise"][4] == share(own.kept, own.promised)
        assert found[by, group, "solved"][4] == share(own.solved, own.judged)
        assert found[by, group, "waiting"][4] == pytest.approx(own.median("waiting"), abs=0.01)


async def test_the_gap_that_was_made_is_found(year: Report) -> None:
    """Roman Urdu is understood worse in this year, and nothing else of the like was made."""
    worse = {(each.group, each.measure.key) for each in (await year.read(ALL_YEAR)).compared if each.worse}

    assert ("ur-Latn", "understood") in worse
    assert ("ur-Latn", "resolved") in worse
    assert not any(group in ("nb", "en") and key == "understood" for group, key in worse)


async def test_what_ended_less_than_72_hours_ago_is_not_called_resolved_yet(
    talks: Sequence[Talk], sqlite_year: str
) -> None:
    """Mutation: the whole of true resolution without the condition."""
    at = datetime(2025, 12, 20, tzinfo=UTC)
    span = replace(ALL_YEAR, first=date(2025, 12, 15), last=date(2025, 12, 19))
    async with open_store(sqlite_year) as store:
        report = Report(store.database, counting(store), ZONE, timedelta(seconds=300), lambda: at)
        rows = {row[0]: row for row in figure(await report.read(span), "glance").rows}

    of_span = [talk for talk in talks if span.since <= talk.said[0].at < span.until]
    assert rows["resolved"][5] == sum(ended(talk) <= at - timedelta(hours=72) for talk in of_span)
    assert rows["contained"][5] == len(of_span) > rows["resolved"][5]
