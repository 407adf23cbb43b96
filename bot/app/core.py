"""The core, put together over a store and a dialogue; channels and desks are plugged in afterwards."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.conversations.alerts import AlertLimits, Alerts
from bot.conversations.causes import Causes
from bot.conversations.chores import Chores
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.desk_switch import DeskSwitch
from bot.conversations.erasing import Eraser, Retention, RetentionLimits
from bot.conversations.evidence import Notary
from bot.conversations.evidence_keys import EvidenceKey
from bot.conversations.feed import Feed
from bot.conversations.files import Files
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.letters import Letters
from bot.conversations.live import Live
from bot.conversations.messages import Delivery
from bot.conversations.pass_signer import SecretSigner
from bot.conversations.passes import Passes
from bot.conversations.ports import Channel, DeskScreen, Dialogue, FileSource
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.ratings import RatingLimits
from bot.conversations.returned import ReturnedLetters
from bot.conversations.reviewing import Reviews
from bot.conversations.sessions import SessionLimits
from bot.conversations.suggestions import Suggestions
from bot.conversations.sweep import Sweep, SweepLimits
from bot.conversations.transcripts import SOURCE as TRANSCRIPTS
from bot.conversations.transcripts import Transcripts
from bot.conversations.turns import TurnLimits, Turns
from bot.desk.cause_rules import read_causes
from bot.desk.hours import WrittenHours
from bot.insight.metrics import MeasuredChannel, MeasuredDialogue, Metrics
from bot.settings import ROOT, Settings, evidence_secret, signing_secret
from bot.storage.store import SqlStore
from bot.wording.texts import Texts

WIDGET, TELEGRAM, EMAIL, SLACK, SLACK_DM = "widget", "telegram", "email", "slack", "slack_dm"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Plugs:
    """What carries messages and files to and fro; filled while the gateway is put together."""

    channels: dict[str, Channel] = field(default_factory=dict)
    screens: dict[str, DeskScreen] = field(default_factory=dict)
    sources: dict[str, FileSource] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Core:
    store: SqlStore
    live: Live
    lanes: Lanes
    texts: Texts
    intake: Intake
    desk: Desk
    files: Files
    passes: Passes
    returned: ReturnedLetters
    transcripts: Transcripts
    reviews: Reviews
    suggestions: Suggestions
    switch: DeskSwitch
    sweep: Sweep
    metrics: Metrics
    plugs: Plugs

    def plug(self, name: str, channel: Channel) -> None:
        self.plugs.channels[name] = MeasuredChannel(name, channel, self.metrics)


def build_core(settings: Settings, store: SqlStore, dialogue: Dialogue, metrics: Metrics) -> Core:
    live, lanes, plugs = Live(), Lanes(), Plugs()
    texts = Texts(settings.zone)
    # A desk that is off is owed nothing: it would be shown last year's hand-overs when it is switched on.
    feed = Feed(desks=(SLACK,) if settings.slack_bot_token else (), readers=(WIDGET,))
    letters = Letters(EMAIL if settings.mail_from else None, readers=(WIDGET,))
    hours = WrittenHours(settings.desk_hours, settings.desk_country, settings.zone)
    switch = DeskSwitch(store, hours, live, now)
    secret = signing_secret(settings).encode()
    passes = Passes(store, SecretSigner(secret), texts, now, feed=feed)
    handover = Handover(
        store=store,
        wording=texts,
        hours=hours,
        live=live,
        clock=now,
        limits=HandoverLimits(timeout=timedelta(seconds=settings.handoff_timeout)),
        feed=feed,
        reachable=(EMAIL,),
    )
    rated = _rating_limits(settings)
    questions = RatingQuestions(store, texts, now, rated)
    causes = Causes(store, read_causes(ROOT / "data" / "desk" / "causes.yml"))
    turns = Turns(
        store=store,
        dialogue=MeasuredDialogue(dialogue, metrics),
        handover=handover,
        wording=texts,
        live=live,
        clock=now,
        limits=_turn_limits(settings),
        feed=feed,
        questions=questions,
    )
    transcripts = Transcripts(store, texts, now)
    plugs.sources[TRANSCRIPTS] = transcripts
    files = Files(store, plugs.sources, texts, live, now, feed=feed, wake=lanes.enter_later)
    chores = Chores(store, plugs.screens, now, wake=lanes.enter_later)

    def repeated(delivery: Delivery) -> None:
        metrics.repeats.labels(delivery.channel).inc()

    deliveries = Deliveries(
        store, plugs.channels, live, now, feed=feed, wake=lanes.enter_later, repeated=repeated
    )
    # Customers before desks: a Slack that hangs keeps no customer waiting, and a card stands before its thread.
    lanes.lead_to(turns.take, files.take, deliveries.send_to_customers, chores.take, deliveries.send)
    key = EvidenceKey(evidence_secret(settings))
    notary = Notary(store, key, now)
    retention = Retention(store, Eraser(store, key, now), now, _retention_limits(settings))
    alerts = Alerts(store, hours, live, now, _alert_limits(settings), feed=feed)
    return Core(
        store=store,
        live=live,
        lanes=lanes,
        texts=texts,
        intake=Intake(store, lanes, texts, live, now, feed=feed, passes=passes, ratings=rated),
        desk=Desk(
            store, lanes, texts, live, now, feed=feed, questions=questions, causes=causes, letters=letters
        ),
        files=files,
        passes=passes,
        returned=ReturnedLetters(store, live, now, feed=feed),
        transcripts=transcripts,
        reviews=Reviews(store, now),
        suggestions=Suggestions(store, dialogue),
        switch=switch,
        sweep=Sweep(
            store,
            lanes,
            handover,
            now,
            _sweep_limits(settings),
            alerts=alerts,
            questions=questions,
            upkeep=(notary.once, retention.once),
        ),
        metrics=metrics,
        plugs=plugs,
    )


def _turn_limits(settings: Settings) -> TurnLimits:
    session = SessionLimits(settings.session_turns, timedelta(seconds=settings.session_idle))
    return TurnLimits(settings.message_limit, session)


def _sweep_limits(settings: Settings) -> SweepLimits:
    return SweepLimits(timedelta(seconds=settings.sweep_seconds), timedelta(seconds=settings.idle_close))


def _rating_limits(settings: Settings) -> RatingLimits:
    """Colleagues who ask in Slack are not customers of a shop."""
    asked = frozenset({WIDGET, TELEGRAM}) if settings.ratings else frozenset()
    return RatingLimits(asked, idle=timedelta(seconds=settings.rating_idle))


def _retention_limits(settings: Settings) -> RetentionLimits:
    return RetentionLimits(
        timedelta(days=settings.keep_anonymous_days), timedelta(days=settings.keep_identified_days)
    )


def _alert_limits(settings: Settings) -> AlertLimits:
    return AlertLimits(timedelta(seconds=settings.alert_every), timedelta(seconds=settings.answer_target))
