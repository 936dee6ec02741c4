"""Elements of HTML and MJML that people write in mail."""

from typing import Final

# As a part of a regular expression. `<https://…>` and `<draft>` are no such thing.
TAGS: Final = (
    "a|abbr|b|big|blockquote|body|br|button|center|code|div|em|font|h[1-6]|head|hr|html|i|img|ins|li|mark|ol|p|pre|q|s|"
    "small|span|strike|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul|mj-[a-z-]+|mjml"
)
