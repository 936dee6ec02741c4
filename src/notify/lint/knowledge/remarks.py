"""What people write into comments for each other."""

import re
from typing import Final

# Marks of unfinished work, as editors and linters look for them too; in capitals, as they are written.
MARKS: Final = ("TODO", "FIXME", "XXX", "HACK", "TBD", "WIP")
# What is not to reach anybody.
WARNINGS: Final = (
    "do not ship", "don't ship", "do not send", "don't send", "do not merge", "don't merge", "before launch",
    "before release", "remove me", "delete me", "remove before", "delete before", "debug only", "for debugging",
    "temporary fix", "quick fix", "no idea why",
)  # fmt: skip
# Jinja, ERB and PHP; the marks of Mailchimp, and of Salesforce's AMPscript.
TEMPLATE: Final = re.compile(
    r"\{\{.{,300}?\}\}|\{%.{,300}?%\}|\{#.{,300}?#\}|<%.{,300}?%>|<\?(?:php\b|=.{,300}?\?>)|\*\|.{1,300}?\|\*"
    r"|%%=.{,300}?=%%",
    re.DOTALL,
)
_START: Final = re.compile(
    r"<(mj-[a-z-]+|a|p|div|table|tr|td|img|span|strong|h[1-6])\b(?:(?P<said>\s+[\w:-]+\s*=\s*[\"'])[^<>]*>|[^<>]*>)"
)
_END: Final = re.compile(r"</([\w-]+)\s*>")


def has_element(text: str) -> bool:
    """Whether it has a piece of a message that somebody took out: an element with attributes or with its end."""
    last_ends = {found[1]: found.start() for found in _END.finditer(text)}
    return any(found["said"] or found.end() <= last_ends.get(found[1], -1) for found in _START.finditer(text))
