"""MJML to HTML that mail clients understand: compiled by mrml, with the inline rules applied by premailer."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import count
from typing import Any, Final

from notify.render.markup.characters import restore_characters
from notify.render.markup.elements import Comment, End, Fragment, Start, Text, Token
from notify.render.markup.fault import MarkupFault
from notify.render.markup.writing import write_elements

_DOCTYPE: Final = "<!doctype html>"
_IGNORE: Final = ' data-premailer="ignore"'
# The comment that stands for a fragment while the others are compiled.
_FRAGMENT: Final = "for-outlook-"
# Style sheets whose rules are remembered, some 20 kB each.
_SHEETS: Final = 50
_OPTIONS: Final[dict[str, Any]] = {
    "keep_style_tags": False,
    "remove_classes": False,
    "strip_important": False,
    "disable_link_rewrites": True,
    "disable_validation": True,
    "disable_leftover_css": True,
    "disable_basic_attributes": ["width", "height", "align", "valign", "bgcolor", "border"],
    "cssutils_logging_level": logging.CRITICAL,
    "allow_network": False,
    "allow_loading_external_files": False,
    "preserve_internal_links": True,
}


def write_document(tokens: Sequence[Token], locale: str, direction: str) -> str:
    """The MJML of a document that says its language and direction, as the compiler is given it."""
    return write_elements([_with_language(token, locale, direction) for token in tokens])


def compile_mjml(tokens: Sequence[Token], locale: str, direction: str) -> str:
    """HTML for MJML tokens, in a document that says its language and direction.

    `<mj-style inline="inline">` is written into the elements that it styles. Opens no connection. Raises MarkupFault
    where the compiler refuses what `read_elements` let through, and for a rule that selects nothing it can read.
    """
    kept, sheets = take_inline_rules(tokens)
    closed, fragments = _take_fragments(kept)
    html = _compile(write_document(closed, locale, direction))
    html = _inline(html, sheets) if sheets else html
    return restore_characters(_put_back(html, fragments) if fragments else html)


def _compile(mjml: str) -> str:
    import mjml as mrml

    try:
        # Without fonts: mrml would link to a font service for the fonts it knows.
        return str(mrml.mjml2html(mjml, fonts={}))
    except ValueError as error:
        found = re.search(r"position (\d+)", str(error))
        offset = len(mjml.encode()[: int(found[1])].decode(errors="ignore")) if found else 0
        raise MarkupFault(f"The MJML compiler refuses this: {error}.", offset, "Look at the tags here.") from None
    except BaseException as error:
        # What ends a thread in Rust is no Exception in Python, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        hint = "Take out what is unusual, comments first, until it compiles."
        raise MarkupFault(f"The MJML compiler gave up on this message: {error}.", 0, hint) from None


def take_inline_rules(tokens: Sequence[Token]) -> tuple[list[Token], list[Text]]:
    """The tokens without `<mj-style inline="inline">`, and the rules in each of those."""
    # mrml ignores `inline`, and would leave such a sheet in the head.
    kept: list[Token] = []
    sheets: list[Text] = []
    inside = False
    for token in tokens:
        if isinstance(token, Start) and token.name == "mj-style" and token.value("inline") == "inline":
            inside = not token.closed
        elif inside and isinstance(token, End):
            inside = False
        elif inside and isinstance(token, Text):
            sheets += [token] if token.text.strip() else []
        else:
            kept.append(token)
    return kept, sheets


def _take_fragments(tokens: Sequence[Token]) -> tuple[Sequence[Token], list[str]]:
    """The tokens with a plain comment for each fragment, and the fragments as they are written."""
    # mrml reads the tags in `<!--[if mso]>` too, and wants each closed within what it stands in.
    fragments = [write_elements(token.tokens) for token in tokens if isinstance(token, Fragment)]
    if not fragments:
        return tokens, fragments
    numbers = count()
    return [
        Comment(token.offset, f"{_FRAGMENT}{next(numbers)}") if isinstance(token, Fragment) else token
        for token in tokens
    ], fragments


def _put_back(html: str, fragments: Sequence[str]) -> str:
    return re.sub(rf"<!--{_FRAGMENT}(\d+)-->", lambda found: fragments[int(found[1])], html)


def _with_language(token: Token, locale: str, direction: str) -> Token:
    if isinstance(token, Start) and token.name == "mjml":
        return replace(token, attributes={**token.attributes, "lang": locale, "dir": direction})
    return token


def _inline(html: str, sheets: Sequence[Text]) -> str:
    """HTML with rules written into `style` attributes; its own style sheets stay as they are."""
    # A sheet marked `ignore` is neither applied nor followed to its @imports; a browser's doctype must be put back.
    marked = html.replace("<style", f"<style{_IGNORE}").removeprefix(_DOCTYPE)
    rules = "\n".join(sheet.text for sheet in sheets)
    try:
        inlined = _inliner()(marked, rules)
    except SelectorFault as fault:
        sheet = next((sheet for sheet in sheets if fault.selector in sheet.text), sheets[0])
        offset = sheet.offset + max(0, sheet.text.find(fault.selector))
        hint = "Select by element, class or id, or take `inline` off this `<mj-style>`."
        raise MarkupFault(f"`{fault.selector}` cannot be written into elements: {fault}.", offset, hint) from None
    # premailer unmarks the sheets that it sees, and not those inside conditional comments.
    return f"{_DOCTYPE}\n{inlined}".replace(_IGNORE, "")


class SelectorFault(ValueError):
    """A selector that finds no elements, since nobody can read it."""

    def __init__(self, selector: str, why: str) -> None:
        super().__init__(why)
        self.selector = selector


@cache
def _inliner() -> Callable[[str, str], str]:
    """Writes rules into HTML. Made when it is first needed: importing premailer takes longer than most commands."""
    import cssutils
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import Element, XPathError
    from premailer import Premailer

    class OfflinePremailer(Premailer):  # type: ignore[misc] # it has no types
        """premailer that fetches nothing: its `allow_network` does not keep cssutils from following @import."""

        def _parse_css_string(self, css_body: str, validate: bool = True) -> Any:  # noqa: FBT001, FBT002
            parser = cssutils.CSSParser(fetcher=lambda _: (None, b""), loglevel=logging.CRITICAL, validate=validate)
            return parser.parseString(css_body)

        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> Any:
            # Reading the rules takes longer than applying them, and a layout's are those of every message.
            return read(css_body, ruleset_index)

    @lru_cache(maxsize=_SHEETS)
    def read(rules: str, index: int) -> Any:
        found = Premailer._parse_style_rules(OfflinePremailer(**_OPTIONS), rules, index)  # noqa: SLF001 # what it replaces
        for _, selector, _ in found[0]:
            try:
                CSSSelector(selector)(Element("p"))
            except (SelectorError, XPathError) as error:
                raise SelectorFault(selector, str(error).rstrip(".")) from error
        return found

    def inline(html: str, rules: str) -> str:
        # Outlook aligns a picture that floats by an attribute only; looking for one takes as long as all the rest.
        floating = "float" in f"{html}{rules}".lower()
        premailer = OfflinePremailer(html, css_text=rules, align_floating_images=floating, **_OPTIONS)
        return str(premailer.transform())

    return inline
