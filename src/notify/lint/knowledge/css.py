"""The properties of CSS, and which of them take colours and lengths.

`css.json` has the names in mdn-data, an open list of Mozilla's that follows the specifications of the W3C.
What older mail programs and Word know besides is added here, so that nobody is told that what works does not.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("css.json")

# Of CSS 2 for speech, of Internet Explorer, of Apple Mail before there was `color-scheme`, and of Word.
_OLDER: Final = frozenset(
    "azimuth behavior cue cue-after cue-before elevation font-smoothing layout-flow layout-grid layout-grid-mode "
    "osx-font-smoothing page-break pause pause-after pause-before pitch pitch-range play-during punctuation-wrap "
    "richness scrollbar-3dlight-color scrollbar-arrow-color scrollbar-base-color scrollbar-darkshadow-color "
    "scrollbar-face-color scrollbar-highlight-color scrollbar-shadow-color scrollbar-track-color speak speak-header "
    "speak-numeral speak-punctuation speech-rate stress supported-color-schemes tab-interval tab-stops "
    "tap-highlight-color text-effect text-justify-trim text-kashida text-kashida-space text-line-through text-raise "
    "text-underline voice-family volume word-wrap".split()
)
# Those of mail programs and browsers, those that nobody but Word reads, and hacks for browsers of long ago.
_OWN: Final = ("-", "_", "mso-", "v-", "o-", "ms-", "x-", "premailer-")

_SIDES: Final = ("top", "right", "bottom", "left")
# Properties whose value is a colour and nothing else.
COLOURS: Final = frozenset(
    ["color", "background-color", "border-color", "outline-color", "text-decoration-color", "caret-color"]
    + [f"border-{side}-color" for side in _SIDES]
)
# Properties whose numbers are lengths, each of which has a unit unless it is 0: CSS Values and Units 4, section 6.
LENGTHS: Final = frozenset(
    "border border-radius border-spacing border-width bottom column-gap font-size gap height left letter-spacing "
    "margin max-height max-width min-height min-width outline outline-width padding right row-gap text-indent top "
    "width word-spacing".split()
    + [f"{name}-{side}" for name in ("margin", "padding", "border") for side in _SIDES]
    + [f"border-{side}-width" for side in _SIDES]
    + [f"border-{side}-{end}-radius" for side in ("top", "bottom") for end in ("left", "right")]
)
UNITS: Final = frozenset(
    "px pt pc in cm mm q em rem ex rex cap rcap ch rch ic ric lh rlh vw vh vi vb vmin vmax svw svh svi svb svmin svmax "
    "lvw lvh lvi lvb lvmin lvmax dvw dvh dvi dvb dvmin dvmax cqw cqh cqi cqb cqmin cqmax".split()
)
# Words that stand for a colour besides the names of colours: CSS Color 4, with the system's colours of CSS 2.
COLOUR_WORDS: Final = frozenset(
    "accentcolor accentcolortext activeborder activecaption activetext appworkspace auto background buttonborder "
    "buttonface buttonhighlight buttonshadow buttontext canvas canvastext captiontext currentcolor field fieldtext "
    "graytext highlight highlighttext inactiveborder inactivecaption inactivecaptiontext infobackground infotext "
    "inherit initial linktext mark marktext menu menutext none revert revert-layer scrollbar selecteditem "
    "selecteditemtext threeddarkshadow threedface threedhighlight threedlightshadow threedshadow transparent unset "
    "visitedtext window windowframe windowtext".split()
)
# What people write for a property, and what they mean.
MEANT: Final[Mapping[str, str]] = {
    "align": "text-align",
    "bgcolor": "background-color",
    "font-color": "color",
    "font-colour": "color",
    "line-spacing": "line-height",
    "text-color": "color",
    "text-colour": "color",
    "text-size": "font-size",
    "text-weight": "font-weight",
    "valign": "vertical-align",
}


@cache
def properties() -> frozenset[str]:
    """The names of properties, in small letters."""
    return _OLDER.union(json.loads(_FILE.read_text("utf-8"))["properties"])


def is_property(name: str) -> bool:
    """Whether some program may read a property of this name."""
    return name in properties() or name.startswith(_OWN)
