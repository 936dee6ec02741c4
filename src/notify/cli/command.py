"""A command whose options say in our words what they can be."""

import re
from typing import Any, Final

from typer.core import TyperCommand

# What the command parser says of a value that is not among the choices; a new version of it may put words before.
_NO_CHOICE: Final = re.compile(r"(?:.*, )??(['\"])(?P<value>.*)\1 is not one of (?P<choices>'.*')\.?", re.DOTALL)


class Command(TyperCommand):
    """A command whose options say in our words what they can be, and which one was meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the command line. Raises UsageError for a value that an option cannot have."""
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            found = _NO_CHOICE.fullmatch(str(getattr(error, "message", "")))
            names = getattr(getattr(error, "param", None), "opts", None)
            if not found or not names:
                raise
            from notify.catalogue.model.fields import listed, shown
            from notify.errors import UsageError, nearest

            known = re.findall("'([^']*)'", found["choices"])
            hint = nearest(found["value"], known) or f"Write {listed(known)}."
            raise UsageError(f"`{names[0]}` cannot be {shown(found['value'])}.", hint=hint) from None
