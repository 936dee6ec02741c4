"""The law of fast rendering: what `Renderer` gives is the message rendered whole, whatever the template and the data.

`NOTIFY_LAW_EXAMPLES` is how many generated workspaces are tried, each with seven messages; 450 unless it is set. A long
run is `NOTIFY_LAW_EXAMPLES=20000 pytest tests/render/test_law.py -k generated`.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote

import html5lib
import pytest
from hypothesis import HealthCheck, event, given, settings

from notify.catalogue.load import Workspace as Loaded
from notify.catalogue.load import load_workspace
from notify.catalogue.samples import Layer
from notify.errors import NotifyError, TemplateError
from notify.render.markup.fault import MarkupFault
from notify.render.message import Email, Message
from notify.render.render import Renderer
from tests.conftest import Workspace
from tests.render.conftest import NOW
from tests.render.generated import Example, examples
from tests.render.material import LAW_CATALOGUE
from tests.render.nasty import NASTY_COPIES, NASTY_DATA, NASTY_TEMPLATES
from tests.render.whole import Whole, WholeRenderer

EXAMPLES = int(os.environ.get("NOTIFY_LAW_EXAMPLES", "450"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A workspace without templates; examples take it with a folder of their own."""
    workspace = Workspace(tmp_path_factory.mktemp("law"))
    workspace.write("notifications.yaml", LAW_CATALOGUE)
    return load_workspace(workspace.root)


@pytest.mark.parametrize("reason", NASTY_TEMPLATES)
def test_nasty_messages_are_as_if_rendered_whole(loaded: Loaded, reason: str) -> None:
    check(loaded, Example(NASTY_TEMPLATES[reason], NASTY_COPIES, NASTY_DATA, ["en", "fr", "en-XA"]))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(example=examples())
def test_generated_messages_are_as_if_rendered_whole(loaded: Loaded, example: Example) -> None:
    for happened in sorted(example.uses | check(loaded, example)):
        event(happened)


def check(loaded: Loaded, example: Example) -> set[str]:
    """Renders an example both ways: every set of data in every locale, and then the first once more.

    Fails at the first difference; gives what became of the messages.
    """
    happened: set[str] = set()
    with TemporaryDirectory(prefix="law-") as folder:
        workspace = replace(loaded, root=Path(folder))
        _write(workspace.root, example)
        notification = workspace.catalogue.notifications["note"]
        whole, fast = WholeRenderer(workspace, NOW), Renderer(workspace, NOW)
        turns = [(data, locale) for data in example.data for locale in example.locales]
        for turn, (data, locale) in enumerate([*turns, turns[0]], start=1):
            layers = [Layer(data, "--data")]
            wanted = _outcome(lambda: whole.render(notification, locale, layers))  # noqa: B023 # called at once
            got = _outcome(lambda: fast.render(notification, "email", locale, "default", layers))  # noqa: B023
            happened.add(
                f"a message is refused: {type(wanted.error).__name__}" if wanted.error else "a message is rendered"
            )
            if difference := compare(wanted, got):
                pytest.fail(
                    f"{difference}\n\nin message {turn}, {locale}, {data!r}\n\n{_shown(example)}", pytrace=False
                )
    return happened


@dataclass(frozen=True)
class Outcome:
    """What a rendering came to: its bodies, or the error that it ended with."""

    html: str = ""
    text: str = ""
    inlined: bool = False
    error: Exception | None = None


def _outcome(render: Callable[[], Whole | Message]) -> Outcome:
    try:
        message = render()
    except (NotifyError, MarkupFault) as error:
        return Outcome(error=error)
    assert isinstance(message, Whole | Email)
    return Outcome(message.html, message.text, isinstance(message, Whole) and message.inlined)


def compare(wanted: Outcome, got: Outcome) -> str:
    """The first difference between a message rendered whole and one rendered fast; empty where there is none."""
    if wanted.error or got.error:
        return "" if _same_error(wanted.error, got.error) else f"whole: {wanted.error!r}\nfast:  {got.error!r}"
    if wanted.text != got.text:
        return _difference("text", wanted.text, got.text)
    if wanted.html == got.html:
        return ""
    if not wanted.inlined:
        return _difference("html", wanted.html, got.html)
    return _difference("document", "\n".join(_nodes(wanted.html)), "\n".join(_nodes(got.html)))


def _same_error(wanted: Exception | None, got: Exception | None) -> bool:
    if isinstance(wanted, MarkupFault):
        return isinstance(got, TemplateError)
    return type(wanted) is type(got) and str(wanted) == str(got)


def _difference(what: str, wanted: str, got: str) -> str:
    if wanted == got:
        return ""
    pairs = zip(wanted, got, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(wanted), len(got)))
    start = max(0, at - 60)
    return f"{what} differs at {at}:\nwhole: {wanted[start : at + 100]!r}\nfast:  {got[start : at + 100]!r}"


def _nodes(html: str) -> Iterator[str]:
    """A document as lines: each element with its attributes in order, its URLs percent-encoded alike, and its text."""
    for node in html5lib.parse(html, namespaceHTMLElements=False).iter():
        attributes = {name: _normal(name, value) for name, value in sorted(node.attrib.items())}
        yield f"{node.tag} {attributes} {node.text!r} {node.tail!r}"


def _normal(name: str, value: str) -> str:
    return quote(unquote(value), safe=":/?#[]@!$&'()*+,;=~") if name in {"href", "src"} else value


def _write(root: Path, example: Example) -> None:
    copies = {f"note/copy/{locale}.yaml": json.dumps(texts) for locale, texts in example.copies.items()}
    for name, content in (example.files | copies).items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _shown(example: Example) -> str:
    files = example.files | {f"copy/{locale}.yaml": str(texts) for locale, texts in example.copies.items()}
    return "\n".join(f"--- {name}\n{content}" for name, content in files.items())
