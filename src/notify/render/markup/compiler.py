"""MJML to HTML that mail clients understand: compiled by mrml, with the inline rules applied by premailer."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from notify.render.markup.elements import End, MarkupFault, Start, Text, Token, restore_characters, write_elements

_DOCTYPE: Final = "<!doctype html>"
_IGNORE: Final = ' data-premailer="ignore"'


def write_document(tokens: Sequence[Token], locale: str, direction: str) -> str:
    """The MJML of a document that says its language and direction, as the compiler is given it."""
    return write_elements([_with_language(token, locale, direction) for token in tokens])


def compile_mjml(tokens: Sequence[Token], locale: str, direction: str) -> str:
    """HTML for MJML tokens, in a document that says its language and direction.

    `<mj-style inline="inline">` is written into the elements that it styles. Opens no connection. Raises MarkupFault
    where the compiler refuses what `read_elements` let through.
    """
    kept, rules = take_inline_rules(tokens)
    html = _compile(write_document(kept, locale, direction))
    return restore_characters(_inline(html, rules) if rules else html)


def _compile(mjml: str) -> str:
    import mjml as mrml

    try:
        # Without fonts: mrml would link to a font service for the fonts it knows.
        return str(mrml.mjml2html(mjml, fonts={}))
    except ValueError as error:
        found = re.search(r"position (\d+)", str(error))
        offset = len(mjml.encode()[: int(found[1])].decode(errors="ignore")) if found else 0
        raise MarkupFault(f"The MJML compiler refuses this: {error}.", offset, "Look at the tags here.") from None


def take_inline_rules(tokens: Sequence[Token]) -> tuple[list[Token], str]:
    """The tokens without `<mj-style inline="inline">`, and the rules in it; nothing where there are none."""
    # mrml ignores `inline`, and would leave such a sheet in the head.
    kept: list[Token] = []
    rules: list[str] = []
    inside = False
    for token in tokens:
        if isinstance(token, Start) and token.name == "mj-style" and token.value("inline") == "inline":
            inside = not token.closed
        elif inside and isinstance(token, End):
            inside = False
        elif inside and isinstance(token, Text):
            rules.append(token.text)
        else:
            kept.append(token)
    return kept, "\n".join(rules).strip()


def _with_language(token: Token, locale: str, direction: str) -> Token:
    if isinstance(token, Start) and token.name == "mjml":
        return replace(token, attributes=token.attributes | {"lang": locale, "dir": direction})
    return token


def _inline(html: str, rules: str) -> str:
    """HTML with rules written into `style` attributes; its own style sheets stay as they are."""
    import cssutils
    from premailer import Premailer

    class OfflinePremailer(Premailer):  # type: ignore[misc] # it has no types
        """premailer that fetches nothing: its `allow_network` does not keep cssutils from following @import."""

        def _parse_css_string(self, css_body: str, validate: bool = True) -> Any:  # noqa: FBT001, FBT002
            parser = cssutils.CSSParser(fetcher=lambda _: (None, b""), loglevel=logging.CRITICAL, validate=validate)
            return parser.parseString(css_body)

    # A sheet marked `ignore` is neither applied nor followed to its @imports; a browser's doctype must be put back.
    marked = html.replace("<style", f"<style{_IGNORE}").removeprefix(_DOCTYPE)
    inlined = OfflinePremailer(
        marked,
        css_text=rules,
        keep_style_tags=False,
        remove_classes=False,
        strip_important=False,
        disable_link_rewrites=True,
        disable_validation=True,
        disable_leftover_css=True,
        disable_basic_attributes=["width", "height", "align", "valign", "bgcolor", "border"],
        cssutils_logging_level=logging.CRITICAL,
        allow_network=False,
        allow_loading_external_files=False,
        preserve_internal_links=True,
    ).transform()
    # premailer unmarks the sheets that it sees, and not those inside conditional comments.
    return f"{_DOCTYPE}\n{inlined}".replace(_IGNORE, "")
