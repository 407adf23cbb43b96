"""Two shops cannot run in one folder."""

from pathlib import Path

import pytest

from bot.commands.folder import FolderTaken, only_shop_in


def test_a_second_shop_in_the_folder_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    """Fails without the lock."""
    with (
        only_shop_in(tmp_path / "var"),
        pytest.raises(FolderTaken, match="SHOPDESK_VAR"),
        only_shop_in(tmp_path / "var"),
    ):
        raise AssertionError("two shops share a folder")

    with only_shop_in(tmp_path / "var"):
        pass
