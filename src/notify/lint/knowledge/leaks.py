"""What programs leave behind in messages: marks of templates, and values that were never meant to be printed."""

import re
from typing import Final

# Jinja, Handlebars, Liquid; ERB; Mailchimp; template literals; printf, Python, Ruby and Objective-C; ICU messages.
TEMPLATE: Final = re.compile(
    r"\{\{.{,300}?\}\}|\{%.{,300}?%\}|\{#.{,300}?#\}|<%.{,300}?%>|\*\|[\w:]+\|\*|\$\{[\w.()]+\}|%\(\w+\)s|%\{\w+\}|%%\w+%%"
    r"|(?<![\w%])%(?:\d+\$)?[s@](?!\w)|\{\s*\w+\s*,\s*(?:plural|select|selectordinal|number|date|time)\b"
    r"|\{\s?\{|\{\s?[A-Za-z_][\w.|]*\s?\}\}|\{%",
    re.DOTALL,
)
# `{name}` is one where there is such a name.
BRACES: Final = re.compile(r"(?<![{$%#])\{\s?([A-Za-z_]\w*)(?:\.\w+)*\s?\}(?!\})")
# `[[ name ]]` and `[First name]` are found by their names, too.
BRACKETS: Final = re.compile(r"\[\[\s?([A-Za-z_][\w .-]{0,40}?)\s?\]\]|\[([A-Za-z]+[ _][A-Za-z]+)\](?![\w(\[])")
# What names of people and their things are called in other programs, with `_` for what stands between two words.
NAMES: Final = frozenset(
    "company_name customer_name email email_address first_name firstname full_name fullname last_name lastname name "
    "nom prenom user_name username vorname nachname nombre apellido imie nazwisko your_name recipient_name".split()
)
# A whole value that is no text in any language.
NOTHING: Final = frozenset({"None", "Undefined", "undefined", "null", "NaN", "nan"})
# Yes and no, as Python prints them.
TRUTH: Final = frozenset({"True", "False"})
# Among other words.
WITHIN: Final = re.compile(
    r"\[object Object\]|<(?:built-in|bound) (?:method|function)|<(?:function|generator object|coroutine object) "
    r"|<[\w.]+ object at 0x|<class '|\bMarkup\('|\bDecimal\('|\bdatetime\.(?:date|datetime|timedelta)\("
    r"|(?<![\w'\u2019-])(?:None|undefined|NaN)(?![\w'\u2019-])"
)
# Elements that show what is written as it is written.
CODE: Final = frozenset({"code", "pre", "kbd", "samp", "tt", "var"})
MONOSPACE: Final = re.compile(r"mono|courier|consolas|menlo|monaco", re.IGNORECASE)
# Signs that somebody speaks of what stands between them.
QUOTES: Final = ("“”", "„“", "„”", "«»", "\u2018\u2019", "\u201a\u2018", "\u2039\u203a", "「」", "``", '""', "''")
