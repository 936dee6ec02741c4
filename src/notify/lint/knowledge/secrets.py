"""How the live keys of services that many products use begin."""

import re
from typing import Final

# In the order in which they are looked for, each as its service documents it: docs.stripe.com/keys; IAM's “unique ID
# prefixes”; GitHub's “token formats”; Slack's “token types”; GitLab's “token prefixes”; and RFC 7468 for what follows
# `BEGIN`. Google and SendGrid show theirs without describing them.
_SHAPES: Final = (
    ("Stripe", r"[sr]k_live_[0-9A-Za-z]{10,}"),
    ("AWS", r"(?:AKIA|ASIA)[0-9A-Z]{16}"),
    ("GitHub", r"gh[pousr]_[0-9A-Za-z]{30,}|github_pat_\w{30,}"),
    ("Slack", r"xox[abeprs]-[0-9A-Za-z-]{10,}|xapp-[0-9A-Za-z-]{10,}"),
    ("GitLab", r"glpat-[\w-]{20,}"),
    ("Google", r"AIza[\w-]{35}"),
    ("SendGrid", r"SG\.[\w-]{22}\.[\w-]{43}"),
)
_KEYS: Final = [(service, re.compile(rf"(?<![0-9A-Za-z_-])(?:{shape})(?![0-9A-Za-z])")) for service, shape in _SHAPES]
_PRIVATE: Final = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----")
# What documentation writes in the place of a key has a few letters again and again, or says what it is.
_FEWEST_LETTERS: Final = 6


def secret_in(text: str) -> str | None:
    """What looks like a live key in a text, as part of a sentence, with no more than its beginning; None if nothing."""
    if _PRIVATE.search(text):
        return "a private key"
    for service, pattern in _KEYS:
        for found in pattern.finditer(text):
            key = found[0]
            if "EXAMPLE" not in key.upper() and len(set(key[8:])) >= _FEWEST_LETTERS:
                return f"a live key of {service} (`{key[:6]}…`)"
    return None
