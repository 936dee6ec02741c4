"""The picture of the preview: of a whole page, and small enough for a README."""

from typing import TYPE_CHECKING

from tests.preview.browser.picture import photograph
from tests.preview.browser.served import Preview
from tests.shipped.test_pictures import size_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_picture_is_of_a_whole_page(preview: Preview, browser: "Browser") -> None:
    picture = photograph(preview, browser)
    assert size_of(picture) == (1440, 900)
    assert 50_000 < len(picture) < 250_000
