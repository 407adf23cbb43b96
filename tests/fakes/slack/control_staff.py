"""Playing a member of staff through the control API."""

import base64
from typing import Any

from tests.fakes.slack.control_driver import Driver, Json, Outcome, Posted


class Staff(Driver):
    """What a colleague does: `user` is who."""

    async def post(
        self,
        user: str,
        channel: str,
        text: str,
        thread: str | None = None,
        *,
        broadcast: bool = False,
        raw: bool = False,
    ) -> Posted:
        """Type a message: `@Kari`, `#desk` and addresses become what Slack's box makes of them, unless raw."""
        return await self._posted(
            "people.post",
            user=user,
            channel=channel,
            text=text,
            thread=thread,
            broadcast=broadcast,
            raw=raw,
        )

    async def say_to_app(self, user: str, text: str, thread: str | None = None) -> Posted:
        """A direct message to the app."""
        return await self._posted("people.say_to_app", user=user, text=text, thread=thread)

    async def edit(self, user: str, channel: str, ts: str, text: str, *, raw: bool = False) -> None:
        await self._do("people.edit", user=user, channel=channel, ts=ts, text=text, raw=raw)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        await self._do("people.delete", user=user, channel=channel, ts=ts)

    async def upload(
        self,
        user: str,
        channel: str,
        name: str,
        content: bytes,
        *,
        media_type: str | None = None,
        text: str = "",
        thread: str | None = None,
    ) -> Posted:
        encoded = base64.b64encode(content).decode()
        more = {"media_type": media_type, "text": text, "thread": thread}
        return await self._posted(
            "people.upload", user=user, channel=channel, name=name, content=encoded, **more
        )

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        await self._do("people.react", user=user, channel=channel, ts=ts, name=name)

    async def join(self, user: str, channel: str) -> None:
        await self._do("people.join", user=user, channel=channel)

    async def other_bot(self, channel: str, text: str, thread: str | None = None) -> Posted:
        return await self._posted("people.other_bot", channel=channel, text=text, thread=thread)

    async def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        state: Json | None = None,
    ) -> Outcome:
        """Press or choose on a message. `value`: an option's value or text, a date, a user id; none for buttons."""
        return await self._outcome(
            "gestures.press",
            user=user,
            channel=channel,
            ts=ts,
            action_id=action_id,
            value=value,
            block_id=block_id,
            state=state,
        )

    async def press_home(
        self, user: str, action_id: str, value: Any = None, *, state: Json | None = None
    ) -> Outcome:
        return await self._press_view(user, action_id, value, state, home=True)

    async def press_modal(
        self, user: str, action_id: str, value: Any = None, *, state: Json | None = None
    ) -> Outcome:
        return await self._press_view(user, action_id, value, state, home=False)

    async def submit(self, user: str, values: Json | None = None) -> Outcome:
        """Fill in the top modal, by action id, and submit it."""
        return await self._outcome("gestures.submit", user=user, values=values)

    async def close(self, user: str) -> None:
        await self._do("gestures.close", user=user)

    async def open_home(self, user: str, tab: str = "home") -> None:
        await self._do("gestures.open_home", user=user, tab=tab)

    async def command(self, user: str, channel: str, line: str) -> Outcome:
        """For example `/shopdesk queue`."""
        return await self._outcome("gestures.command", user=user, channel=channel, line=line)

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        return await self._outcome(
            "gestures.message_shortcut", user=user, channel=channel, ts=ts, callback_id=callback_id
        )

    async def global_shortcut(self, user: str, callback_id: str) -> Outcome:
        return await self._outcome("gestures.global_shortcut", user=user, callback_id=callback_id)

    async def _press_view(
        self, user: str, action_id: str, value: Any, state: Json | None, *, home: bool
    ) -> Outcome:
        return await self._outcome(
            "gestures.press_in_view", user=user, action_id=action_id, value=value, state=state, home=home
        )
