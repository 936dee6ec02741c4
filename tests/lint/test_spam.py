"""What looks like spam: near misses and awkward cases."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.knowledge.spam import PHRASES
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of


def found(folder: Path, code: str, **differences: Any) -> list[Finding]:
    return [one for one in findings_of(Example(**differences), folder) if one.code == code]


def page(style: str, body: str) -> str:
    head = f"<mj-head><mj-preview>{{{{ t.preheader }}}}</mj-preview><mj-style>{style}</mj-style></mj-head>"
    column = f"<mj-column><mj-text>{{{{ t.body }}}}</mj-text>{body}</mj-column>"
    return f"<mjml>{head}<mj-body><mj-section>{column}</mj-section></mj-body></mjml>"


def test_lists_are_tidy() -> None:
    assert list(PHRASES) == ["en", "fr", "pl", "de", "es", "ar"]
    for phrases in PHRASES.values():
        assert len(set(phrases)) == len(phrases) > 40
        assert all(phrase == phrase.casefold() for phrase in phrases)


@pytest.mark.parametrize(
    ("locale", "body"),
    [
        ("en", "ACT NOW: 100 % free, no\u00a0strings attached."),
        ("fr", "Agissez vite ! 100 % gratuit, sans obligation d\u2019achat."),
        ("pl", "Działaj teraz: super okazja, całkowicie za darmo!"),
        ("de-AT", "Jetzt handeln: 100% kostenlos und ganz ohne Risiko."),
        ("es-MX", "Actúa ahora: totalmente gratis y sin riesgo."),
        ("ar", "اربحِ الآن، عـرض حصري، هديّة مجانيّة."),
    ],
)
def test_three_phrases_in_their_own_language(locale: str, body: str, tmp_path: Path) -> None:
    catalogue = {"locales": sorted({"en", "fr", locale})}
    [one] = found(tmp_path, "SPM001", catalogue=catalogue, locales={locale: {"body": body}})
    assert one.message.startswith("3 phrases are known from spam: “")
    assert str(one.position).startswith(f"templates/note/copy/{locale}.yaml")
    assert (one.locales, one.key) == ((locale,), "phrases")
    assert one.worst is not None
    assert one.worst.value == "3 phrases"


@pytest.mark.parametrize(
    "body",
    [
        "Act now! Act now! **Act** now, and act now.",  # one phrase
        "Act nowhere, with a risk-freedom and makers of money back.",  # parts of words
        "Your free trial ends today. Our offer: 20 % off. Congratulations, and don\u2019t hesitate to reply.",
        "Agissez vite, 100 % gratuit, sans risque aucun, satisfait ou remboursé.",  # French in English
    ],
)
def test_words_that_are_no_spam(body: str, tmp_path: Path) -> None:
    assert found(tmp_path, "SPM001", copy={"body": body}) == []


def test_one_long_phrase_is_one(tmp_path: Path) -> None:
    assert found(tmp_path, "SPM001", copy={"body": "An extra cash bonus: buy now."}) == []


def test_phrases_of_people_are_theirs(tmp_path: Path) -> None:
    said = "Act now, risk-free, no strings attached, get rich"
    assert found(tmp_path, "SPM001", samples={"odd": {"name": said}}) == []


def test_the_preheader_counts_with_the_subject_and_the_body(tmp_path: Path) -> None:
    copy = {
        "subject": "A note, {{ name }}",
        "preheader": "Act now, {{ name }}",
        "body": "Risk-free, no strings attached.",
    }
    [one] = found(tmp_path / "three", "SPM001", copy=copy)
    assert (one.position.excerpt or "").startswith("preheader:")
    assert found(tmp_path / "two", "SPM001", copy=copy | {"preheader": "Act soon, {{ name }}"}) == []


def test_how_many_phrases_is_an_option(tmp_path: Path) -> None:
    catalogue = {"lint": {"rules": {"SPM001": {"phrases": 1}}}}
    [one] = found(tmp_path, "SPM001", catalogue=catalogue, copy={"subject": "Act now, {{ name }}"})
    assert (one.position.excerpt or "").startswith("subject:")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<mj-text><span style="font-size:1px">words</span></mj-text>', "it is 1 px high"),
        ('<mj-text font-size="0">words</mj-text>', "it is 0 px high"),
        # The compiler writes a cell of no size around it.
        ('<mj-text font-size="1em">words</mj-text>', "it is 0 px high"),
        ('<mj-text><div style="font-size:.5px !important"><i>words</i></div></mj-text>', "it is 0.5 px high"),
        ('<mj-text font-size="20px"><b style="font-size:5%">words</b></mj-text>', "it is 1 px high"),
        ('<mj-text color="white">words</mj-text>', "it is #ffffff on #ffffff"),
        ('<mj-text color="rgb(254, 254, 254)">words</mj-text>', "it is #fefefe on #ffffff"),
        ('<mj-text><font color="#FFF">words</font></mj-text>', "it is #ffffff on #ffffff"),
        ('<mj-text><p style="color:transparent">words</p></mj-text>', "it is transparent"),
        ('<mj-text container-background-color="#000">words</mj-text>', "it is #000000 on #000000"),
        ('<mj-button background-color="#fff" href="https://acme.example/n">words</mj-button>', "it is #ffffff on"),
        (
            '<mj-table><tr><td bgcolor="#222222" style="color:#222">words</td></tr></mj-table>',
            "it is #222222 on #222222",
        ),
    ],
)
def test_words_that_cannot_be_seen(body: str, reason: str, tmp_path: Path) -> None:
    [one] = found(tmp_path, "SPM002", body=f"<mj-text>{{{{ t.body }}}}</mj-text>{body}")
    assert one.message.startswith(f"“words” cannot be seen: {reason}")
    assert one.position.file == "templates/note/email.mjml"
    assert one.locales == ("en", "fr")


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text font-size="0">&nbsp;&#8203; </mj-text>',
        '<mj-text font-size="0"><span style="font-size: 16px">words</span></mj-text>',
        '<mj-text font-size="2px">words</mj-text>',
        '<mj-text color="#fff" container-background-color="#000">words</mj-text>',
        '<mj-text><span style="color:#fff; background: #000 url(a.png)">words</span></mj-text>',
        '<mj-text><span style="color:#fff; background: linear-gradient(#000, #111)">words</span></mj-text>',
        '<mj-text><span style="color:#ffffff; background-color: rgba(0, 0, 0, .8)">words</span></mj-text>',
        '<mj-text color="#fff" css-class="night">words</mj-text>',
        '<mj-table><tr><td background="night.png" style="color: #fff">words</td></tr></mj-table>',
        '<mj-text color="#fff"><a href="https://acme.example/n">words</a></mj-text>',
        '<mj-text><p style="display: none; font-size: 1px; color: #fff">words</p></mj-text>',
        '<mj-text><div hidden="hidden" style="font-size: 0">words</div></mj-text>',
        "<mj-raw><!--[if mso]><p style='font-size:0'>words</p><![endif]--></mj-raw>",
    ],
)
def test_words_that_are_seen_or_that_nobody_can_tell(body: str, tmp_path: Path) -> None:
    style = ".night div { margin: 0 } .night { background: #012 }"
    assert found(tmp_path, "SPM002", files={"templates/note/email.mjml": page(style, body)}) == []


def test_what_holds_in_the_dark_decides_nothing(tmp_path: Path) -> None:
    style = "@media (prefers-color-scheme: dark) { .day { background: #000 } } /* .day { background: #000 } */"
    body = '<mj-text color="#fff" css-class="day">words</mj-text>'
    [one] = found(tmp_path, "SPM002", files={"templates/note/email.mjml": page(style, body)})
    assert "it is #ffffff on #ffffff" in one.message


def test_attributes_of_the_head_count(tmp_path: Path) -> None:
    attributes = '<mj-all color="#111111" /><mj-text color="#fff" /><mj-class name="loud" color="#c00" />'
    head = f"<mj-head><mj-attributes>{attributes}</mj-attributes></mj-head>"
    body = '<mj-text mj-class="loud">seen</mj-text><mj-text color="#123">seen</mj-text><mj-text>{{ t.body }}</mj-text>'
    whole = f"<mjml>{head}<mj-body><mj-section><mj-column>{body}</mj-column></mj-section></mj-body></mjml>"
    reported = found(tmp_path, "SPM002", files={"templates/note/email.mjml": whole})
    assert {one.key for one in reported} == {"is #ffffff on #ffffff:body"}
    assert {one.position.file for one in reported} == {"templates/note/copy/en.yaml"}


def test_capitals_in_one_language_of_two(tmp_path: Path) -> None:
    body = "LISEZ VITE LE MOT DE {{ name }}, IL EST À VOUS."
    [one] = found(tmp_path, "SPM003", locales={"fr": {"body": body}})
    assert one.message.startswith("A paragraph is written in capitals, 100 % of ")
    assert (one.locales, one.key) == (("fr",), "capitals:body")
    assert one.position.file == "templates/note/copy/fr.yaml"


@pytest.mark.parametrize(
    "body",
    [
        "NEW NOTES FROM ACME!!",  # 16 letters, and two marks
        "READ THIS NOTE from {{ name }} and tell everybody what you think.",
        "اقرأ الملاحظة الآن قبل أن تضيع !! IBAN FR76 SWIFT",
        "**Read** it! Now! Really!",
        "1234 5678 9012 3456 7890 1234 5678",
    ],
)
def test_what_is_no_shouting(body: str, tmp_path: Path) -> None:
    assert found(tmp_path, "SPM003", copy={"body": body}) == []


def test_people_may_shout(tmp_path: Path) -> None:
    samples = {"loud": {"name": "THE PEOPLE OF THE VERY LOUD COMPANY!!!!"}}
    assert found(tmp_path, "SPM003", samples=samples) == []


def test_what_is_quoted_is_said_as_it_stands(tmp_path: Path) -> None:
    said = "It is the longest of the notes that {{ name }} ever left on your board, and it was about Bo and cakes!!!"
    [one] = found(tmp_path / "long", "SPM003", copy={"body": said})
    assert one.message.endswith(": “…ever left on your board, and it was about Bo and cakes!!!”.")
    [one] = found(tmp_path / "short", "SPM003", copy={"body": "A note of {{ name }}!!! Read it."})
    assert one.message.endswith(": “A note of Bo!!!”.")
    loud = "READ THE NOTE THAT {{ name }} LEFT BEFORE IT IS GONE AND NOBODY CAN READ IT"
    [one] = found(tmp_path / "loud", "SPM003", copy={"body": loud})
    assert one.message.endswith(": “READ THE NOTE THAT Bo LEFT BEFORE IT IS GONE AND NOBODY CAN…”.")


def test_marks_of_other_scripts(tmp_path: Path) -> None:
    [one] = found(tmp_path, "SPM003", copy={"body": "Read the note from {{ name }}\uff01\uff01\uff01"})
    assert one.message.startswith("3 exclamation marks stand in a row: “")


def test_limits_are_options(tmp_path: Path) -> None:
    catalogue = {"lint": {"rules": {"SPM003": {"marks": 0, "letters": 4}}}}
    reported = found(tmp_path, "SPM003", catalogue=catalogue, copy={"body": "HELLO!"})
    assert sorted(one.key for one in reported) == ["capitals:body", "marks:body"]


def test_a_limit_may_be_any_number(tmp_path: Path) -> None:
    catalogue = {"lint": {"rules": {"SPM003": {"marks": 10**29, "letters": 10**29}}}}
    assert found(tmp_path, "SPM003", catalogue=catalogue, copy={"body": "HELLO!!!"}) == []
