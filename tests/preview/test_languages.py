"""In which languages a notification can be read."""

from notify.catalogue.copy import CopyFiles
from notify.preview.languages import Language, languages_of
from tests.conftest import Workspace


def test_each_locale_has_its_own_words_or_those_of_another(workspace: Workspace) -> None:
    workspace.copy(body="b", cta="c", sms="s")
    workspace.copy("fr", body="b", cta="c")
    workspace.copy("pl", sms="s")
    book = CopyFiles(workspace.root, "en").read_book("note")
    assert languages_of(book, ["en", "fr", "pl", "ar"], "email") == [
        Language("en", "en", has_copy=True, lacks=()),
        Language("fr", "fr", has_copy=True, lacks=()),
        Language("pl", "en", has_copy=True, lacks=("body", "cta")),
        Language("ar", "en", has_copy=False, lacks=()),
    ]
    assert languages_of(book, ["fr", "pl"], "sms") == [
        Language("fr", "en", has_copy=True, lacks=("sms",)),
        Language("pl", "pl", has_copy=True, lacks=()),
    ]
