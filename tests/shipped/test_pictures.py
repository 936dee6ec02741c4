"""The pictures of messages: a sheet for each, as wide as what is on it."""

from pathlib import Path

import pytest

from tests.shipped.messages import list_mailed, open_shipped
from tests.shipped.pictures import main


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG: www.w3.org/TR/png/#11IHDR"""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


def test_a_sheet_shows_phone_and_desk(chromium: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, locale = list_mailed()[0], open_shipped().catalogue.defaults.locale
    main([str(tmp_path), first, "--locale", locale])
    sheet = tmp_path / f"{first}.{locale}.default.png"
    assert capsys.readouterr().out == f"{sheet}\n"
    width, height = size_of(sheet.read_bytes())
    assert width == 2 * 320 + 2 * 640 + 5 * 16
    assert height > 400


def test_more_is_added_to_the_sheet(chromium: str, tmp_path: Path) -> None:
    main([str(tmp_path), "--forced-dark", "--zoom", list_mailed()[0]])
    (sheet,) = tmp_path.iterdir()
    assert size_of(sheet.read_bytes())[0] == 4 * 320 + 4 * 640 + 9 * 16


def test_an_unknown_message_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "sheets"), "greeting"])
    assert "no e-mail is called greeting" in capsys.readouterr().err
    assert not (tmp_path / "sheets").exists()
