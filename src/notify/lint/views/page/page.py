"""The page that an e-mail is compiled to, as rules look at it."""

from dataclasses import dataclass

from notify.lint.views.message.markup import MarkupView


@dataclass(frozen=True)
class PageView:
    """The HTML of an e-mail that compiles; messages with the same structure share one, as they do a MarkupView."""

    markup: MarkupView
