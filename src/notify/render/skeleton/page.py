"""The content of an e-mail: a structure, and the values that are filled into it when somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from notify.catalogue.locale import colon
from notify.render.skeleton.skeleton import Skeleton
from notify.render.template.pieces import Slot


@dataclass(frozen=True)
class FilledPage:
    """An e-mail as HTML, as plain text and as the MJML that both were made from, each made when it is asked for.

    `values` are escaped. `printed` is what the template printed, in pieces. `written` is the plain text where the
    notification has a template of its own for it.
    """

    skeleton: Skeleton
    values: Sequence[str]
    locale: str
    direction: str
    printed: Sequence[str]
    written: str | None

    @property
    def is_whole(self) -> bool:
        """Whether every value is part of the structure, so that each message with other values is compiled anew."""
        return not self.values and any(type(piece) is Slot and piece.strip() for piece in self.printed)

    @cached_property
    def html(self) -> str:
        """The HTML document."""
        return self.skeleton.fill_html(self.values, self.locale)

    @cached_property
    def text(self) -> str:
        """The plain text; ends in one line feed."""
        if self.written is not None:
            return self.written
        return self.skeleton.fill_text(self.values, self.locale, colon(self.locale))

    @cached_property
    def mjml(self) -> str:
        """The MJML, whose links are safe and which names its language."""
        from notify.render.markup.characters import restore_characters
        from notify.render.markup.compiler import write_document
        from notify.render.markup.reading import read_elements

        tokens = read_elements("".join(self.printed))
        return restore_characters(write_document(tokens, self.locale, self.direction))
