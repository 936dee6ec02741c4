"""A message whole: its words, its data, its language and its headers."""

import pytest

from notify.errors import NotifyError
from notify.render.message import Card, Sms
from tests.conftest import CATALOGUE, EMAIL, Workspace
from tests.render.conftest import Render, RenderEmail


def test_copy_and_data_make_a_message(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.copy(subject="For {{ user.first_name }}", body="Hello **{{ name }}**,\nbye")
    email = render_email({"user": {"first_name": "Zoé"}, "name": "R&D <x>"})
    assert email.subject == "For Zoé"
    assert email.preheader == "From Bo"
    assert "Hello <strong>R&amp;D &lt;x&gt;</strong>,<br />bye" in email.html
    assert email.text == "Hello R&D <x>,\nbye\n"


def test_links_in_copy_carry_data(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.copy(body="[*open* it]({{ link }}?a=1&b=2) now \\*really\\*")
    email = render_email({"link": "https://acme.example/é"})
    assert '<a href="https://acme.example/é?a=1&amp;b=2"><em>open</em> it</a> now *really*' in email.html
    assert email.text == "open it (https://acme.example/é?a=1&b=2) now *really*\n"


def test_data_is_never_read_as_markdown_or_as_a_template(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.copy(body="Hello {{ name }}")
    email = render_email({"name": "**a** [b](https://c.example) {{ user.id }} {% if %}"})
    assert email.text == "Hello **a** [b](https://c.example) {{ user.id }} {% if %}\n"
    assert "<strong>" not in email.html


def test_a_subject_is_one_line_without_markdown(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.copy(subject="**Hi**\u00a0! {{ name }}", body="b")
    email = render_email({"name": "a\r\nBcc: x@y.example"})
    assert email.subject == "**Hi**\u00a0! a Bcc: x@y.example"
    assert email.headers["Subject"] == email.subject


@pytest.mark.parametrize(("count", "text"), [(1, "1 plik"), (2, "2 pliki"), (5, "5 plików"), (0, "0 plików")])
def test_plurals_follow_the_locale(workspace: Workspace, render_email: RenderEmail, count: int, text: str) -> None:
    workspace.catalogue(locales=["en", "pl"])
    workspace.email('<mj-text>{{ t("files", count=n) }}{{ t.g.x }}</mj-text>'.replace("n)", f"{count})"))
    forms = {
        "one": "{{ count }} plik",
        "few": "{{ count }} pliki",
        "many": "{{ count }} plików",
        "other": "{{ count }} pliku",
    }
    workspace.copy(files={"other": "{{ count }} files"}, g={"x": ""})
    workspace.copy("pl", files=forms, g={"x": ""})
    assert render_email(locale="pl").text == f"{text}\n"


def test_a_message_falls_back_whole(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.catalogue(locales=["en", "fr", "pt"])
    workspace.copy(body="Hello", more="More")
    workspace.copy("fr", subject="Une note", body="Bonjour")
    workspace.copy("pt", subject="Uma nota", body="Olá", more="Mais")
    workspace.email("<mj-text>{{ t.body }} {{ locale }}</mj-text>")
    french, brazilian = render_email(locale="fr"), render_email(locale="pt-BR")
    assert (french.locale, french.locale_used, french.text, french.subject) == ("fr", "en", "Hello en\n", "A note")
    assert (brazilian.locale_used, brazilian.text) == ("pt", "Olá pt\n")
    assert french.headers["Content-Language"] == "en"


def test_a_channel_that_lacks_nothing_does_not_fall_back_with_another(workspace: Workspace, render: Render) -> None:
    workspace.catalogue(note={"channels": ["email", "sms", "push"]})
    workspace.copy(body="Hello", sms="Note: {{ name }} €", push={"title": "A note", "body": "By {{ name }}"})
    workspace.copy("fr", subject="Une note", sms="Note de {{ name }}")
    sms, push = render(channel="sms", locale="fr"), render(channel="push", locale="fr")
    assert isinstance(sms, Sms)
    assert (sms.text, sms.locale_used, sms.encoding, sms.segments) == ("Note de Bo", "fr", "GSM-7", 1)
    assert isinstance(push, Card)
    assert (push.words, push.locale_used) == ({"title": "A note", "body": "By Bo"}, "en")


def test_shared_words_are_seen_and_a_notification_s_own_win(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.write("templates/copy/en.yaml", {"footer": {"why": "Because", "who": "Us"}, "greeting": "Hi"})
    workspace.copy(greeting="Dear {{ name }}")
    workspace.email("<mj-text>{{ t.greeting }}, {{ t.footer.why }}: {{ t('footer.who') }}</mj-text>")
    assert render_email().text == "Dear Bo, Because: Us\n"


def test_right_to_left_is_said_on_the_document(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.catalogue(locales=["en", "ar"])
    workspace.copy("ar", subject="ملاحظة", preheader="من بو", body="مرحبا {{ name }}")
    workspace.email("<mj-text>{{ dir }} {{ t.body }}</mj-text>")
    email = render_email(locale="ar")
    assert '<html lang="ar" dir="rtl"' in email.html
    assert email.text == "rtl مرحبا Bo\n"


def test_the_pseudo_locale_is_the_source_accented_and_longer(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.copy(body="Open **{{ name }}** at [home](https://acme.example/home)", subject="A note")
    email = render_email(locale="en-XA")
    assert email.locale_used == "en-XA"
    assert email.subject.startswith("[Å ñöţé ~")
    assert len(email.subject) >= len("A note") * 4 / 3
    assert "[Öþéñ <strong>Bo</strong>" in email.html
    assert 'href="https://acme.example/home"' in email.html


def test_headers_follow_from_the_catalogue(render_email: RenderEmail) -> None:
    headers = render_email({"user": {"id": "a/b&c"}}).headers
    assert dict(headers) == {
        "From": "Acme <hello@acme.example>",
        "Reply-To": "support@acme.example",
        "Subject": "A note",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://acme.example/u?u=a%2Fb%26c&t=tips>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": "Tips <tips.acme.example>",
        "Feedback-ID": "note:tips:transactional:acme0",
        "X-Notify-Notification": "note",
        "X-Notify-Locale": "en",
        "X-Notify-Sample": "default",
    }


@pytest.mark.parametrize(
    ("note", "there"),
    [({"unsubscribe": "link"}, ["List-Unsubscribe"]), ({"unsubscribe": "none"}, []), ({"topic": "account"}, [])],
)
def test_unsubscribing_is_offered_as_the_catalogue_says(
    workspace: Workspace, render_email: RenderEmail, note: dict[str, str], there: list[str]
) -> None:
    workspace.catalogue(note=note)
    workspace.email("<mj-text>{% if unsubscribe_url %}yes{% else %}no{% endif %}</mj-text>")
    email = render_email()
    assert [name for name in email.headers if name.startswith("List-Unsubscribe")] == there
    assert email.text == ("yes\n" if there else "no\n")


def test_replies_may_go_nowhere_or_where_the_data_says(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.catalogue(note={"reply_to": "{{ user.first_name }} <{{ user.email }}>"})
    assert render_email().headers["Reply-To"] == "Ana <ana@acme.example>"
    workspace.catalogue(note={"reply_to": "none"})
    assert "Reply-To" not in render_email().headers


def test_a_text_template_replaces_the_derived_text(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.write("templates/note/email.txt", "\n{{ t.body }}\n{% if link %}\n{{ link }}\n{% endif %}\n")
    workspace.copy(body="Hello **{{ name }}**, [go]({{ name }})")
    assert render_email({"name": "<b>"}).text == "Hello <b>, go (<b>)\n"


def test_an_optional_value_is_false_and_its_absence_never_prints(
    workspace: Workspace, render_email: RenderEmail
) -> None:
    workspace.email("<mj-text>{% if link %}{{ link }}{% elif link == 'x' %}x{% else %}none{% endif %}</mj-text>")
    assert render_email().text == "none\n"
    workspace.email("<mj-text>{{ link|default('later') }}</mj-text>")
    assert render_email().text == "later\n"
    workspace.email("<mj-text>a {{ link }}</mj-text>")
    with pytest.raises(NotifyError, match="`link` has no value here") as error:
        render_email()
    assert str(error.value.position) == "templates/note/email.mjml:2:15"


def test_null_in_data_is_no_value(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.catalogue(note={"variables": {"order": {"type": "object"}}})
    workspace.email("<mj-text>{{ order.lines[0].items }}{% if order.note %}!{% endif %}</mj-text>")
    data = {"order": {"lines": [{"items": "the data"}], "note": None}}
    assert render_email(data).text == "the data\n"
    workspace.email("<mj-text>{{ order.note }}</mj-text>")
    with pytest.raises(NotifyError, match="`note` has no value here"):
        render_email(data)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("a\r\nb\rc", "a b c"),
        ("a\x00b\x07\x85c", "a\ufffdb\ufffd\ufffdc"),
        ("\ud800x\ufdd0\uffff\U0001fffe", "\ufffdx" + "\ufffd" * 3),
    ],
)
def test_what_no_message_can_hold_is_replaced(
    workspace: Workspace, render_email: RenderEmail, value: str, printed: str
) -> None:
    workspace.copy(body="{{ name }}")
    assert render_email({"name": value}).text.replace("\n", " ").strip() == printed


def test_templates_cannot_reach_the_program(workspace: Workspace, render_email: RenderEmail) -> None:
    for attack in (
        "{{ name.__class__.__mro__ }}",
        "{{ name.format.__globals__ }}",
        "{{ t._copy }}",
        "{{ t.__init__ }}",
    ):
        workspace.email(f"<mj-text>{attack}</mj-text>")
        with pytest.raises(NotifyError):
            render_email()


def test_a_layout_macro_and_include_see_what_they_should(workspace: Workspace, render_email: RenderEmail) -> None:
    workspace.write("templates/layouts/base.mjml", EMAIL % "{% block content %}{% endblock %}")
    workspace.write("templates/components/price.mjml", "{% macro price(n) %}{{ n|currency('EUR') }}{% endmacro %}")
    workspace.write("templates/components/who.mjml", "<mj-text>{{ user.first_name }}</mj-text>")
    workspace.write(
        "templates/note/email.mjml",
        '{% extends "layouts/base.mjml" %}\n{% from "components/price.mjml" import price %}\n'
        '{% block content %}<mj-text>{{ price(1234.5) }}</mj-text>{% include "components/who.mjml" %}{% endblock %}\n',
    )
    workspace.copy("fr", subject="Une note", body="x")
    assert render_email().text == "€1,234.50\n\nAna\n"
    # A macro imported without context prints in the message's locale all the same.
    assert render_email(locale="fr").text == "1\u202f234,50\u00a0€\n\nAna\n"


@pytest.mark.parametrize("value", ["javascript:alert(1)", 'x" onerror="y', "ftp://a.example"])
def test_an_unsubscribe_address_is_one(workspace: Workspace, render_email: RenderEmail, value: str) -> None:
    defaults = CATALOGUE["defaults"] | {"unsubscribe_url": "{{ user.first_name }}"}
    workspace.catalogue(defaults=defaults)
    with pytest.raises(NotifyError, match="which is not the address of a page") as error:
        render_email({"user": {"first_name": value}})
    assert "notifications.yaml" in str(error.value.position)
