"""Awkward HTML."""

from pathlib import Path

import pytest

from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

TEXT = "<mj-text>{{ t.body }}</mj-text>"


def found_in(body: str, folder: Path, code: str, **fields: object) -> list[Finding]:
    found = findings_of(Example(body=f"{body}\n{TEXT}", **fields), folder)  # type: ignore[arg-type] # fields of it
    return [one for one in found if one.code == code]


def said(found: list[Finding]) -> list[str]:
    return [one.message for one in found]


@pytest.mark.parametrize(
    "body",
    [
        "<!--[if mso]><p>x</p><![endif]-->",
        "<!--[if (gte mso 9)|(IE)]><p>x</p><![endif]-->",
        "<!--[if mso | IE]><p>x</p><![endif]--><!--[if mso]><p>x</p><![endif]-->",
        "<!--[if !mso]><!--><p>x</p><!--<![endif]-->",
        "<!--[if !mso]> --><p>x</p><!-- <![endif]-->",
        "<!--[if !mso]><!-- --><p>x</p><!--<![endif]-->",
        "<!--[if !mso]><!--><p>x</p><!-- why --><!--<![endif]-->",
        "<![if !mso]><p>x</p><![endif]>",
        "<!--[if gte mso 16]><!--><p>x</p><!--<![endif]-->",
        "<!-- the list [if there is one] --><p>x</p>",
    ],
)
def test_conditions_that_end(body: str, tmp_path: Path) -> None:
    assert said(found_in(f"<mj-raw>{body}</mj-raw>", tmp_path, "HTM006")) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<!--[if mso]><p>x</p>", "`<!--[if mso]>` never ends. Nobody else sees what follows it."),
        ("<!--[if !mso]><!--><p>x</p>", "`<!--[if !mso]><!-->` never ends. Outlook may not see what follows it."),
        ("<p>x</p><![endif]-->", "`<![endif]-->` ends no condition."),
        ("<p>x</p><!--<![endif]-->", "`<!--<![endif]-->` ends no condition."),
        (
            "<!--[if mso]><p>x</p><![endif]>",
            "`<!--[if mso]>` is ended by `<![endif]>`, which does not end the comment.",
        ),
        (
            "<!--[if mso]><!-- a table --><p>x</p><![endif]-->",
            "A comment within `<!--[if mso]>` ends it: everybody sees what follows.",
        ),
        (
            "<!--[if !mso]><p>x</p><![endif]-->",
            "Nobody sees what is in `<!--[if !mso]>`: Outlook passes it over, and to others it is a comment.",
        ),
        (
            "<!--[if mso]><!--><p>x</p><!--<![endif]-->",
            "Everybody sees what follows `<!--[if mso]><!-->`, which names Outlook alone.",
        ),
        (
            "<!-- [if mso]><p>x</p><![endif]-->",
            "`<!--[if mso]><p>x</p><![endif]-->` is a comment that not even Outlook reads: a space is before the `[`.",
        ),
        (
            "<!--[if mso><p>x</p><![endif]-->",
            "`<!--[if mso><p>x</p><![endif]-->` is a comment that not even Outlook reads: its condition has no `]>`.",
        ),
    ],
)
def test_conditions_that_do_not(body: str, message: str, tmp_path: Path) -> None:
    [one] = found_in(f"<mj-raw>{body}</mj-raw>", tmp_path, "HTM006")
    assert one.message == message
    assert str(one.position) == "templates/note/email.mjml:9:1"


def test_conditions_within_each_other(tmp_path: Path) -> None:
    body = "<mj-raw><!--[if mso]><!--[if gte mso 9]><p>x</p><![endif]--><![endif]--></mj-raw>"
    assert said(found_in(body, tmp_path, "HTM006")) == [
        "`<!--[if gte mso 9]>` begins within `<!--[if mso]>`: the first end is that of both.",
        "`<![endif]-->` ends no condition.",
    ]


def test_a_condition_in_a_message_that_does_not_compile(tmp_path: Path) -> None:
    [one] = found_in("<mj-raw><!--[if mso]></mj-raw><mj-foo>x</mj-foo>", tmp_path, "HTM006")
    assert one.severity == "error"


@pytest.mark.parametrize(
    "body",
    [
        "<!-- the slip: a table of our own, because Outlook draws no rounded mj-table -->",
        "<!-- <mj-table> has no rounded corners in Outlook -->",
        "{# TODO: ask Bo #}",
        "<mj-navbar><!-- TODO: the compiler drops this --></mj-navbar>",
        '<mj-style inline="inline">/* TODO */ p { margin: 0; }</mj-style>',
        "<mj-raw><style>/* what phones need */ p { margin: 0; }</style></mj-raw>",
        "<!-- The todo list of the customer -->",
        "<!-- todo list -->",
        "<!-- Footer: why did I get this? -->",
        "<!-- FAQ: Did you forget your password? -->",
        "<!-- see https://acme.example/a?b=1, which we made -->",
        "<!-- Password: reset link -->",
        "<!-- the table, by the secret santa: 3 -->",
        "<mj-raw><style>/* .todo:hover and #todo: both */ p { margin: 0; }</style></mj-raw>",
        "<!-- 50% off, {{ name }} -->",
    ],
)
def test_comments_that_may_stay(body: str, tmp_path: Path) -> None:
    assert said(found_in(body, tmp_path, "HTM008")) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<!-- FIXME (bo): the price -->", "it says FIXME."),
        ("<mj-text>a<!-- TODO -->b</mj-text>", "it says TODO."),
        ("<!-- Don\u2019t ship this before May -->", "it says “don't ship”."),
        ("<!-- {% raw %}{% if paid %}{% endraw %} -->", "it has “{% if paid %}” in it"),
        ("<!-- *|IF:PAID|* -->", "it has “*|IF:PAID|*” in it"),
        ('<!-- <mj-button href="https://acme.example/old">Old</mj-button> -->', "a part of the message that was taken"),
        ("<mj-raw><style>/* TODO: dark */ p { margin: 0; }</style></mj-raw>", "it says TODO."),
        ("<!-- TODO -- and this -- as well -->", "it says TODO."),
        ("<!-- todo: ask Ben -->", "it says “todo”."),
        ("<!-- @todo the price -->", "it says “todo”."),
        ("<!-- the price (fixme: May) -->", "it says “fixme”."),
        ("<!-- Ben: is this the right price? -->", "it asks a question."),
        ("<!-- do we still need this row? -->", "it asks a question."),
    ],
)
def test_comments_for_colleagues(body: str, reason: str, tmp_path: Path) -> None:
    [one] = found_in(body, tmp_path, "HTM008")
    assert reason in one.message
    assert one.position.line == 9
    assert one.locales == ("en", "fr")


@pytest.mark.parametrize(
    ("comment", "given"),
    [
        ("Password: hunter2", "gives away what follows “Password”"),
        ("api_key = 'abc$def'", "gives away what follows “api_key”"),
        ("AKIAQ3EGRLT5ZJ7KDW4H", "has what looks like a live key of AWS"),
    ],
)
def test_a_secret_in_a_comment_is_an_error_and_is_not_repeated(comment: str, given: str, tmp_path: Path) -> None:
    [one] = found_in(f"<!-- {comment} -->", tmp_path, "HTM008")
    assert one.severity == "error"
    assert given in one.message
    assert comment not in f"{one.message}{one.key}{one.position.excerpt}"
    assert one.help.startswith("Change it")


def test_a_large_message_is_an_error_and_says_where(tmp_path: Path) -> None:
    body = '{% for number in range(400) %}<mj-text padding="0">{{ t.body }}</mj-text>{% endfor %}'
    [one] = found_in(
        body,
        tmp_path,
        "HTM001",
        locales={"fr": {"body": "Un mot de {{ name }}, qui est vraiment très long, vous attend sur votre tableau."}},
    )
    assert one.severity == "error"
    assert one.worst
    assert one.worst.locale == "fr"
    assert "of them styles in elements" in one.message


def test_letters_of_several_bytes_count_as_such(tmp_path: Path) -> None:
    body = "<mj-text>" + "あ" * 30_000 + "</mj-text>"
    [one] = found_in(body, tmp_path, "HTM001")
    assert one.severity == "warning"


def sheet(size: int) -> str:
    return "<mj-raw><style>" + ".note { color: #111; }" * (size // 22) + "</style></mj-raw>"


def test_style_sheets_count_together(tmp_path: Path) -> None:
    assert said(found_in(sheet(7000) + sheet(7000), tmp_path, "HTM002")) == []
    [one] = found_in(sheet(7000) * 3, tmp_path / "more", "HTM002")
    assert one.severity == "error"


def test_what_outlook_alone_reads_is_not_dropped_by_gmail(tmp_path: Path) -> None:
    body = sheet(9000).replace("<style>", "<!--[if mso]><style>").replace("</style>", "</style><![endif]-->")
    assert said(found_in(body, tmp_path, "HTM002")) == []


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text><table width="600"><tr><td>x</td></tr></table></mj-text>',
        '<mj-text><table class="wide" width="900"><tr><td>x</td></tr></table></mj-text>',
        '<mj-text><table width="900" style="width: 100%"><tr><td>x</td></tr></table></mj-text>',
        '<mj-text><table width="900" style="max-width: 100%"><tr><td>x</td></tr></table></mj-text>',
        '<mj-raw><style>td { width: 99px; }</style><table><tr><td width="900">x</td></tr></table></mj-raw>',
        '<mj-image src="https://acme.example/a.png" width="900px" alt="" />',
        '<mj-raw><!--[if mso]><table width="900"><tr><td>x</td></tr></table><![endif]--></mj-raw>',
    ],
)
def test_what_is_not_too_wide(body: str, tmp_path: Path) -> None:
    assert said(found_in(body, tmp_path, "HTM009")) == []


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text><img src="https://acme.example/a.png" width="900" alt="" /></mj-text>',
        '<mj-text><table style="border: 0; width: 800px;"><tr><td>x</td></tr></table></mj-text>',
        '<mj-table width="900px"><tr><td>x</td></tr></mj-table>',
    ],
)
def test_what_is_too_wide(body: str, tmp_path: Path) -> None:
    [one] = found_in(body, tmp_path, "HTM009")
    assert one.severity == "info"


def test_the_body_itself(tmp_path: Path) -> None:
    mjml = '<mjml><mj-body width="{}"><mj-section><mj-column>' + TEXT + "</mj-column></mj-section></mj-body></mjml>"
    for width, found in (("640px", []), ("800px", ["The message is 800 px wide, and 700 fit."])):
        example = Example(files={"templates/note/email.mjml": mjml.format(width).replace("{{{{", "{{")})
        assert said([one for one in findings_of(example, tmp_path / width) if one.code == "HTM009"]) == found


@pytest.mark.parametrize(
    "words",
    [
        "None of this is undefined, and NaN is a number.",
        "Put “{name}” or `{{ '{{ name }}' }}` where the name goes.",
        "It costs 100 %s, or so; {braces} are braces.".replace("%s", "%"),
        "Three of {{ '{' }}a, b}.",
        "As [sic] in the note [1] of [[ 2 ]], {color} and [note].",
        "Write “[[ name ]]” or “[first name]”.",
        "Écrivez « {name} » ou «\u202f{name}\u202f».",
        "{{ 'None' if name == 'Nobody' else name }} left you a note.",
    ],
)
def test_words_that_are_meant(words: str, tmp_path: Path) -> None:
    assert said(found_in("", tmp_path, "HTM007", copy={"body": words})) == []


@pytest.mark.parametrize(
    "body",
    [
        "<mj-text>Write <code>{{ '{{ name }}' }}</code>, and not <code>{name}</code>.</mj-text>",
        "<mj-text><pre>{% raw %}{% if name %}{{ name }}{% endif %}{% endraw %}</pre></mj-text>",
        '<mj-text font-family="Menlo, monospace">{{ "{{ name }}" }}</mj-text>',
        '<mj-text>{{ name|default("None") }} {{ "None" if not name else name }}</mj-text>',
        '<mj-button href="https://acme.example/?q={other}&amp;r=100%25&amp;p=%7B">x</mj-button>',
        "<mj-raw><style>@media (min-width: 1px) { p { width: 100%} }</style></mj-raw>",
        "<mj-table><tr><td>None</td><td>null</td></tr></mj-table>",
        '<mj-text>{"a": {"b": 1}} and {name: 1}</mj-text>',
    ],
)
def test_what_templates_mean(body: str, tmp_path: Path) -> None:
    assert said(found_in(body, tmp_path, "HTM007")) == []


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7 * 7 }}",
        "None of your business",
        "TypeError: undefined is not a function",
        "Null",
        "Deploy ${BRANCH} to {name}",
    ],
)
def test_what_somebody_wrote_in_the_data(name: str, tmp_path: Path) -> None:
    assert said(found_in("", tmp_path, "HTM007", samples={"default": {"name": name}})) == []


def test_a_quoted_none_in_a_sample_may_be_a_word(tmp_path: Path) -> None:
    sample = {"templates/note/samples/default.yaml": 'name: "None"\n'}
    assert said(found_in("", tmp_path, "HTM007", files=sample)) == []


@pytest.mark.parametrize("word", ["None", "undefined", "NaN", "'null'", '"[object Object]"'])
def test_a_value_that_is_none(word: str, tmp_path: Path) -> None:
    sample = {"templates/note/samples/default.yaml": f"name: {word}\n"}
    [one] = found_in("", tmp_path, "HTM007", files=sample)
    assert one.position.file == "templates/note/samples/default.yaml"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Hello {first_name}", "{first_name}"),
        ("Hello { user.first_name }", "{ user.first_name }"),
        ("Hello { first_name}}", "{ first_name}}"),
        ("Hello ${first_name}", "${first_name}"),
        ("Hello %(name)s", "%(name)s"),
        ("Hello %s, hello", "%s"),
        ("Hello \\*|FNAME|\\*", "*|FNAME|*"),
        ("{count, plural, one {a note} other {notes}}", "{count, plural"),
        ("Hello {% raw %}{{ name }}{% endraw %}", "{{ name }}"),
        ("Hello <%= name %>", "<%= name %>"),
        ("Dear {last_name}, hello", "{last_name}"),
        ("Bonjour {Prenom},", "{Prenom}"),
        ("Hello [[ first_name ]]", "[[ first_name ]]"),
        ("Hello [[customer.name]]", "[[customer.name]]"),
        ("Hello [First Name]", "[First Name]"),
    ],
)
def test_marks_of_templates(words: str, written: str, tmp_path: Path) -> None:
    [one, *_] = found_in("", tmp_path, "HTM007", copy={"body": words})
    assert one.message == f"“{written}” is left in the text."
    assert one.position.file == "templates/note/copy/en.yaml"
    assert one.locales == ("en",)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<mj-text>{{ 'Hello ' ~ (none if name else name) }}</mj-text>", "“None” is left in the text."),
        ("<mj-text>{{ [name, none]|join(', ') }}</mj-text>", "“None” is left in the text."),
        ("<mj-text>{{ name.upper|string }}</mj-text>", "“<built-in method” is left in the text."),
        ("<mj-text>{{ name == 'Bo' }}</mj-text>", "“True” is left in the text."),
        (
            '<mj-button href="https://acme.example/{{ (none if name else name)|string }}">x</mj-button>',
            "“None” is left in the `href` of `<mj-button>`.",
        ),
        (
            '<mj-image src="https://acme.example/a.png" alt="{{ \'By \' ~ (none if name else name) }}" width="9px" />',
            "“None” is left in the `alt` of `<mj-image>`.",
        ),
    ],
)
def test_values_that_templates_make(body: str, message: str, tmp_path: Path) -> None:
    [one] = found_in(body, tmp_path, "HTM007")
    assert one.message == message
    assert str(one.position).startswith("templates/note/email.mjml:9")


def test_truth_in_an_address_is_for_programs(tmp_path: Path) -> None:
    body = "<mj-button href=\"https://acme.example/?new={{ name == 'Bo' }}\">x</mj-button>"
    assert said(found_in(body, tmp_path, "HTM007")) == []


def test_subject_and_preheader(tmp_path: Path) -> None:
    found = found_in("", tmp_path, "HTM007", copy={"subject": "Hi {name}", "preheader": "{{ 'By ' ~ none }}, today"})
    assert said(found) == ["“{name}” is left in the subject.", "“None” is left in the preheader."]
    assert {one.position.file for one in found} == {"templates/note/copy/en.yaml"}


def test_a_text_part_by_hand(tmp_path: Path) -> None:
    text = "{{ t.body }}\nNone of it matters.\n{first_name}\n{{ unsubscribe_url }}\n{{ preferences_url }}\n"
    [one] = found_in("", tmp_path, "HTM007", files={"templates/note/email.txt": text})
    assert one.message == "“{first_name}” is left in the text part."
    assert str(one.position).startswith("templates/note/email.txt:3")


def test_what_the_catalogue_says_for_everybody(tmp_path: Path) -> None:
    found = found_in("", tmp_path, "HTM007", catalogue={"product": {"postal_address": "Acme, {{ street }}"}})
    assert {one.position.file for one in found} == {"notifications.yaml"}
