"""What an error of the database tells whoever reads the log."""

import pytest
import sqlalchemy as sa

from bot.storage.store import SqlStore
from tests.storage.samples import bot, opened, raw, said


async def test_an_error_quotes_nobody(store: SqlStore) -> None:
    """Fails without `hide_parameters`: a full disk would write customers' words into the log."""
    conversation = await opened(store)
    await raw(store, "ALTER TABLE messages RENAME TO gone")

    with pytest.raises(sa.exc.DBAPIError) as failed:
        await said(store, conversation, bot("canary"))
    assert "canary" not in str(failed.value)
