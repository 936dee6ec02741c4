"""What shows a feature of CSS or HTML that mail programs may lack: properties, values, selectors, elements, attributes.

The names of the features are those of the table of clients (see `clients`). Which of them break a message where they
are ignored is judged here: `HARMLESS` are the others, by the reason why nothing is lost.
"""

from collections.abc import Mapping
from typing import Final


def _split(written: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """The feature of each name, from the names of each feature."""
    return {name: prefix + feature for feature, names in written.items() for name in names.split()}


def _own(names: str, prefix: str) -> dict[str, str]:
    """The features that are called what shows them."""
    return {name: prefix + name for name in names.split()}


PROPERTIES: Final[Mapping[str, str]] = {
    **_own(
        "accent-color align-items animation aspect-ratio backdrop-filter background background-blend-mode "
        "background-clip background-color background-origin background-position background-repeat "
        "background-size border border-collapse border-image border-radius border-spacing box-shadow box-sizing "
        "caption-side clear clip-path color-scheme column-count cursor direction display empty-cells filter "
        "flex-direction flex-wrap float font font-kerning font-size font-size-adjust font-stretch font-weight gap "
        "height hyphenate-character hyphenate-limit-chars hyphens inset justify-content letter-spacing line-height "
        "list-style list-style-image list-style-position list-style-type margin mask-image max-block-size max-height "
        "max-inline-size max-width min-block-size min-height min-inline-size min-width mix-blend-mode object-fit "
        "object-position opacity orphans outline outline-offset overflow overflow-wrap padding position resize "
        "shape-margin shape-outside tab-size table-layout text-align text-align-last text-decoration "
        "text-decoration-color text-decoration-line text-decoration-skip-ink text-decoration-style "
        "text-decoration-thickness text-emphasis text-emphasis-position text-indent text-justify text-orientation "
        "text-overflow text-shadow text-transform text-underline-offset text-underline-position text-wrap transform "
        "transition user-select vertical-align visibility white-space white-space-collapse widows width word-break "
        "word-spacing word-wrap writing-mode z-index",
        "css-",
    ),
    **_split(
        {
            "block-inline-size": "block-size inline-size",
            "border": "border-top border-right border-bottom border-left border-width border-style border-color",
            "border-inline-block": "border-inline border-block",
            "border-inline-block-individual": "border-inline-start border-inline-end border-block-start "
            "border-block-end",
            "border-inline-block-longhand": "border-inline-width border-inline-style border-inline-color "
            "border-block-width border-block-style border-block-color",
            "border-radius": "border-top-left-radius border-top-right-radius border-bottom-left-radius "
            "border-bottom-right-radius",
            "border-radius-logical": "border-start-start-radius border-start-end-radius border-end-start-radius "
            "border-end-end-radius",
            "column-layout-properties": "columns column-width column-rule column-span column-fill",
            "gap": "column-gap row-gap grid-gap",
            "grid-template": "grid-template-columns grid-template-rows grid-template-areas",
            "left-right-top-bottom": "left right top bottom",
            "margin": "margin-top margin-right margin-bottom margin-left",
            "margin-block-start-end": "margin-block-start margin-block-end",
            "margin-inline-block": "margin-inline margin-block",
            "margin-inline-start-end": "margin-inline-start margin-inline-end",
            "overflow": "overflow-x overflow-y",
            "padding": "padding-top padding-right padding-bottom padding-left",
            "padding-block-start-end": "padding-block-start padding-block-end",
            "padding-inline-block": "padding-inline padding-block",
            "padding-inline-start-end": "padding-inline-start padding-inline-end",
            "scroll-snap": "scroll-snap-type scroll-snap-align",
        },
        "css-",
    ),
}
# What these words of a value are, besides the property.
DISPLAYS: Final[Mapping[str, str]] = _split(
    {"css-display-flex": "flex inline-flex", "css-display-grid": "grid inline-grid", "css-display-none": "none"}
)
KEYWORDS: Final[Mapping[str, str]] = _split(
    {
        "css-intrinsic-size": "fit-content min-content max-content",
        "css-sytem-ui": "system-ui ui-serif ui-sans-serif ui-rounded ui-monospace",
        "css-unit-initial": "initial",
    }
)
FUNCTIONS: Final[Mapping[str, str]] = _split(
    {
        "css-conic-gradient": "conic-gradient repeating-conic-gradient",
        "css-function-clamp": "clamp",
        "css-function-light-dark": "light-dark",
        "css-function-max": "max",
        "css-function-min": "min",
        "css-intrinsic-size": "fit-content",
        "css-linear-gradient": "linear-gradient repeating-linear-gradient",
        "css-modern-color": "lch oklch lab oklab",
        "css-radial-gradient": "radial-gradient repeating-radial-gradient",
        "css-rgb": "rgb",
        "css-rgba": "rgba",
        "css-unit-calc": "calc",
        "css-variables": "var",
    }
)
# Those that some mail program lacks; `px`, `pt`, `em` and the others are known to all.
UNITS: Final[Mapping[str, str]] = _own("ch rem vh vmax vmin vw", "css-unit-")
COMBINATORS: Final[Mapping[str, str]] = {
    ">": "css-selector-child",
    "+": "css-selector-adjacent-sibling",
    "~": "css-selector-general-sibling",
    "*": "css-selector-universal",
    "[": "css-selector-attribute",
}
PSEUDO_CLASSES: Final[Mapping[str, str]] = _own(
    "active checked default first-child first-of-type focus focus-visible focus-within has hover lang last-child "
    "last-of-type link not nth-child nth-last-child nth-last-of-type nth-of-type only-child only-of-type target "
    "visited",
    "css-pseudo-class-",
)
PSEUDO_ELEMENTS: Final[Mapping[str, str]] = _own(
    "after before first-letter first-line marker placeholder", "css-pseudo-element-"
)
AT_RULES: Final[Mapping[str, str]] = _own("font-face import keyframes media supports", "css-at-")
# What a media query asks for.
MEDIA: Final[Mapping[str, str]] = _split(
    {
        "css-at-media-device-pixel-ratio": "-webkit-device-pixel-ratio -webkit-min-device-pixel-ratio "
        "-webkit-max-device-pixel-ratio",
        "css-at-media-hover": "hover any-hover",
        "css-at-media-orientation": "orientation",
        "css-at-media-prefers-color-scheme": "prefers-color-scheme",
        "css-at-media-prefers-reduced-motion": "prefers-reduced-motion",
    }
)

ELEMENTS: Final[Mapping[str, str]] = {
    **_own(
        "abbr acronym address bdi blockquote code del dfn dialog div hr img marquee meter p picture pre progress rp rt "
        "ruby small span strike strong style svg table wbr",
        "html-",
    ),
    **_split(
        {
            "html-h1-h6": "h1 h2 h3 h4 h5 h6",
            "html-image-maps": "map",
            "html-lists": "ul ol dl",
            "html-semantics": "article aside details figcaption figure footer header main mark nav section summary "
            "time",
        }
    ),
}
ATTRIBUTES: Final[Mapping[str, str]] = {
    **_own(
        "align aria-describedby aria-hidden aria-label aria-labelledby aria-live background cellpadding cellspacing "
        "dir height hidden lang popover role srcset target valign width",
        "html-",
    ),
    "loading": "html-loading-attribute",
    "inert": "css-inert-attribute",
}
IMAGES: Final[Mapping[str, str]] = _split(
    {
        "image-apng": "apng",
        "image-avif": "avif",
        "image-bmp": "bmp",
        "image-gif": "gif",
        "image-hdr": "hdr",
        "image-heif": "heif heic",
        "image-ico": "ico x-icon vnd.microsoft.icon",
        "image-jpg": "jpg jpeg",
        "image-mp4": "mp4",
        "image-png": "png",
        "image-svg": "svg svg+xml",
        "image-tiff": "tiff tif",
        "image-webp": "webp",
    }
)

# What a whole style sheet shows, and a rule within a rule, and a picture behind words.
SHEET: Final = "html-style"
NESTING: Final = "css-nesting"
BACKDROP: Final = "css-background-image"
GRADIENTS: Final = frozenset({"css-conic-gradient", "css-linear-gradient", "css-radial-gradient"})
# Elements of a feature that is harmless, but for these: what they fold away is shown.
FOLDED: Final = frozenset({"details"})
# Elements that show what is in them where they are not known: these names of elements, or words.
FALLBACKS: Final[Mapping[str, frozenset[str]]] = {
    "audio": frozenset({"a", "img", "#text"}),
    "meter": frozenset({"#text"}),
    "picture": frozenset({"img"}),
    "progress": frozenset({"#text"}),
    "ruby": frozenset({"rp"}),
    "video": frozenset({"a", "img", "#text"}),
}

# Elements that a rule of their own is about: what is known of them.
FORBIDDEN: Final[Mapping[str, str]] = {
    **_own("audio base form link object select textarea video", "html-"),
    **_split({"html-button-submit": "button", "html-input-text": "input"}),
}

# The properties whose colour decides whether words can be read.
COLOURS: Final = frozenset({"color", "background", "background-color"})
# Values that are as good as no such property.
IDLE: Final[Mapping[str, frozenset[str]]] = {
    "float": frozenset({"none"}),
    "position": frozenset({"static", "relative"}),
    "visibility": frozenset({"visible"}),
    "object-fit": frozenset({"fill"}),
    "white-space": frozenset({"normal", "nowrap"}),
    "flex-direction": frozenset({"row"}),
}
# What a pseudo-class tells of a message that somebody is using: it can only add to what everybody sees.
IN_USE: Final = frozenset({"active", "checked", "focus", "focus-visible", "focus-within", "hover", "target", "visited"})

_HARMLESS: Final[Mapping[str, str]] = {
    "Decoration: without it the message is plainer, and says the same.": """
        css-accent-color css-animation css-backdrop-filter css-background-blend-mode css-background-clip
        css-background-origin css-background-position css-background-repeat css-background-size css-border
        css-border-image css-border-radius css-border-radius-logical css-box-shadow css-caption-side css-clip-path
        css-cursor css-empty-cells css-filter css-font-kerning css-font-size-adjust css-font-stretch css-font-weight
        css-letter-spacing css-list-style css-list-style-image css-list-style-position css-list-style-type
        css-mask-image css-mix-blend-mode css-object-position css-outline css-outline-offset css-resize css-scroll-snap
        css-shape-margin css-shape-outside css-text-decoration css-text-decoration-color css-text-decoration-line
        css-text-decoration-skip-ink css-text-decoration-style css-text-decoration-thickness css-text-emphasis
        css-text-emphasis-position css-text-shadow css-text-transform css-text-underline-offset
        css-text-underline-position css-transform css-transition css-user-select html-marquee""",
    "How lines break and words stand in them: another line, or another distance.": """
        css-direction css-hyphenate-character css-hyphenate-limit-chars css-hyphens css-line-height css-orphans
        css-overflow-wrap css-tab-size css-text-align css-text-align-last css-text-indent css-text-justify
        css-text-orientation css-text-overflow css-text-wrap css-vertical-align css-white-space-collapse css-widows
        css-word-break css-word-spacing css-word-wrap css-writing-mode html-bdi html-pre html-wbr""",
    "Bounds and distances: the message is a little wider, narrower, higher or lower.": """
        css-aspect-ratio css-border-collapse css-border-spacing css-box-sizing css-column-count
        css-column-layout-properties css-height css-intrinsic-size css-margin css-max-block-size css-max-height
        css-max-inline-size css-max-width css-min-block-size css-min-height css-min-inline-size css-min-width
        css-overflow css-padding css-table-layout css-width html-align html-cellpadding html-cellspacing html-height
        html-valign html-width""",
    "What belongs to another feature, and is said of that one.": """
        css-align-items css-clear css-flex-wrap css-gap css-inset css-justify-content css-left-right-top-bottom
        css-z-index css-background css-background-color css-display css-font css-font-size """,
    "Selectors and conditions: they are for those who know them, and the others see the message without.": """
        css-at-font-face css-at-keyframes css-at-media css-at-media-device-pixel-ratio css-at-media-hover
        css-at-media-orientation css-at-media-prefers-color-scheme css-at-media-prefers-reduced-motion css-at-supports
        css-color-scheme css-pseudo-class-active css-pseudo-class-checked css-pseudo-class-default
        css-pseudo-class-first-child css-pseudo-class-first-of-type css-pseudo-class-focus
        css-pseudo-class-focus-visible css-pseudo-class-focus-within css-pseudo-class-has css-pseudo-class-hover
        css-pseudo-class-lang css-pseudo-class-last-child css-pseudo-class-last-of-type css-pseudo-class-link
        css-pseudo-class-not css-pseudo-class-nth-child css-pseudo-class-nth-last-child
        css-pseudo-class-nth-last-of-type css-pseudo-class-nth-of-type css-pseudo-class-only-child
        css-pseudo-class-only-of-type css-pseudo-class-target css-pseudo-class-visited css-pseudo-element-after
        css-pseudo-element-before css-pseudo-element-first-letter css-pseudo-element-first-line
        css-pseudo-element-marker css-pseudo-element-placeholder css-selector-adjacent-sibling css-selector-attribute
        css-selector-child css-selector-general-sibling css-selector-universal css-sytem-ui css-unit-initial
        html-style""",
    "Elements and attributes whose words stay, and what only helps some readers.": """
        css-inert-attribute html-abbr html-acronym html-address html-aria-describedby html-aria-hidden html-aria-label
        html-aria-labelledby html-aria-live html-background html-blockquote html-code html-del html-dfn html-dir
        html-div html-h1-h6 html-hr html-img html-lang html-lists html-loading-attribute html-p html-role html-rp
        html-rt html-semantics html-small html-span html-srcset html-strike html-strong html-table html-target""",
    "A picture that stands still.": "image-apng",
    "What only Gmail in a phone's browser ignores, and nobody can say otherwise.": "css-display-none",
}
HARMLESS: Final = frozenset(feature for features in _HARMLESS.values() for feature in features.split())

# What to do instead, by feature.
_TABLES: Final = "Lay it out with `mj-section` and `mj-column`, or with a table."
_PLAIN_UNIT: Final = "Write the size in `px`."
_PHYSICAL: Final = "Name the side, such as `padding-left`; `padding-{{ start }}` goes with the language."
_BEHIND: Final = "Give it a `background-color` too, on which the words can be read."
_COUNTED: Final = "Work it out, and write the number."
_OPEN: Final = "Let everybody see it, or leave it out: what is meant to be hidden is shown where this is ignored."
CURES: Final[Mapping[str, str]] = {
    "css-display-flex": _TABLES,
    "css-display-grid": _TABLES,
    "css-flex-direction": _TABLES,
    "css-grid-template": _TABLES,
    "css-position": "Let it stand in the flow of the message, in a table if need be.",
    "css-float": "Set it beside with a table, or write `align` on an `<img>` or `<table>` too, which Outlook follows.",
    "css-background-image": _BEHIND,
    "css-linear-gradient": _BEHIND,
    "css-radial-gradient": _BEHIND,
    "css-conic-gradient": _BEHIND,
    "css-variables": "Write the value itself; a variable of the template does what `var()` does.",
    "css-unit-calc": _COUNTED,
    "css-function-min": _COUNTED,
    "css-function-max": _COUNTED,
    "css-function-clamp": _COUNTED,
    "css-rgb": "Write the colour as `#rrggbb`.",
    "css-rgba": "Write the colour that it makes on its background, as `#rrggbb`, or that one before it.",
    "css-modern-color": "Write the colour as `#rrggbb`, or that one before it.",
    "css-function-light-dark": "Write the light colour, and the dark one in `@media (prefers-color-scheme: dark)`.",
    "css-at-import": "Put the rules into the message; `mj-font` is for a font.",
    "css-nesting": "Write each rule by itself, with its whole selector.",
    "css-white-space": "Break the lines with `<br />`.",
    "css-object-fit": "Cut the picture to the size at which it is shown.",
    "css-visibility": _OPEN,
    "css-opacity": _OPEN,
    "css-display-none": _OPEN,
    "css-pseudo-element-before": "Put the words into the message.",
    "css-pseudo-element-after": "Put the words into the message.",
    **dict.fromkeys((f"css-unit-{unit}" for unit in ("ch", "rem", "vh", "vmax", "vmin", "vw")), _PLAIN_UNIT),
    **{
        f"css-{side}-{ending}": _PHYSICAL
        for side in ("margin", "padding")
        for ending in ("inline-block", "inline-start-end", "block-start-end")
    },
    "css-border-inline-block": _PHYSICAL,
    "css-border-inline-block-individual": _PHYSICAL,
    "css-border-inline-block-longhand": _PHYSICAL,
    "css-block-inline-size": "Write `width` and `height`.",
    "html-svg": "Show a PNG with `mj-image`, twice as large as it is shown.",
    "html-semantics": "Show all of it, or link to the rest.",
    "html-dialog": _OPEN,
    "html-hidden": _OPEN,
    "html-popover": _OPEN,
    "html-picture": "Put an `<img>` into it, which everybody sees.",
    "html-image-maps": "Cut the picture into parts with a link each.",
    "html-meter": "Put the value into it in words, or draw it with a table.",
    "html-progress": "Put the value into it in words, or draw it with a table.",
    "html-ruby": "Put `<rp>(</rp>` and `<rp>)</rp>` around the readings.",
}
