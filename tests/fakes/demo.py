"""The whole system on one machine: the product, with a Telegram and a Slack workspace simulated beside it."""

import asyncio
import os
import sys
from pathlib import Path

from tests.fakes.slack.demo import furnish
from tests.fakes.slack.server import FakeSlack, fake_slack
from tests.fakes.telegram.server import Running as FakeTelegram
from tests.fakes.telegram.server import fake_telegram

ROOT = Path(__file__).parents[2]


async def main() -> None:
    async with fake_telegram() as telegram, fake_slack() as slack:
        await furnish(slack.control)
        print("Simulated on this machine:")
        print(f"  Telegram   {telegram.url}/   write as a customer, press buttons, send a photo")
        print(f"  Slack      {slack.url}/   answer as staff: cards, threads, /shopdesk")
        environment = os.environ | settings(telegram, slack)
        shop = await asyncio.create_subprocess_exec(
            ROOT / ".venv/bin/shopdesk", "run", cwd=ROOT, env=environment
        )
        try:
            sys.exit(await shop.wait())
        finally:
            if shop.returncode is None:  # Ctrl-C reaches it too: only wait until it has stopped
                await shop.wait()


def settings(telegram: FakeTelegram, slack: FakeSlack) -> dict[str, str]:
    """What makes the product talk to the simulated platforms."""
    return {
        "SHOPDESK_TELEGRAM_TOKEN": telegram.token,
        "SHOPDESK_TELEGRAM_API": telegram.url,
        "SHOPDESK_SLACK_BOT_TOKEN": slack.bot_token,
        "SHOPDESK_SLACK_APP_TOKEN": slack.app_token,
        "SHOPDESK_SLACK_API": slack.api_url,
    }


if __name__ == "__main__":
    asyncio.run(main())
