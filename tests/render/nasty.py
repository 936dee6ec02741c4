"""Templates that are hard to take apart, each for a reason of its own, and data to render them with."""

# ruff: noqa: E501 # a template is read more easily on one line, as it is written here

from typing import Any, Final

from tests.conftest import EMAIL

_HEAD: Final = "<mjml><mj-head>%s</mj-head><mj-body><mj-section><mj-column>%s</mj-column></mj-section></mj-body></mjml>"
_TEXT: Final = "<mj-text>%s</mj-text>"
_LIBRARY: Final = (
    "{% set ns = namespace(n=0) %}{% set c = cycler('a', '<b>') %}"
    "{% macro count() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{{ c.next() }}{% endmacro %}"
    "{% macro shout(x) %}<b>{{ x|upper }}</b>{% endmacro %}"
    "{% macro link(label, url) %}<a href='{{ url }}'>{{ label }}</a>{% endmacro %}printed & module"
)

# What stands in a text, by what is hard about it.
_TEXTS: Final = {
    "a set block printed twice": "{% set v %}<b>{{ name }}</b>{% endset %}{{ v }}{{ v }}",
    "a set block in upper case": "{% set v %}a {{ name }} &amp;{% endset %}{{ v|upper }}",
    "a set block with a filter": "{% set v|replace('o', '0') %}foo {{ name }}{% endset %}{{ v }}",
    "a set block counted": "{% set v %}{{ name }}{% endset %}{{ v|length }} {% if v == 'Bo' %}Bo{% endif %}",
    "a set block joined": "{% set v %}<i>{{ name }}</i>{% endset %}{{ v ~ title }}{{ title ~ v }}{{ [v, title]|join('&') }}",
    "a set block in an attribute": "{% set v %}{{ name }}{% endset %}<a href=\"https://a.example/{{ v }}\" title='{{ v }}'>x</a>",
    "a set block indexed": "{% set v %}{{ name }}{{ title }}{% endset %}{{ v[0] }}{{ v[1:] }}{{ v.split('B')|length }}",
    "a set block stripped of tags": "{% set v %}<b>{{ name }}</b> {{ title }}{% endset %}{{ v|striptags }}{{ v|e }}{{ v|forceescape }}",
    "a filter block": "{% filter upper %}x {{ name }}<b>{{ t.rich }}</b>{% endfilter %}",
    "a filter block that trims": "a{% filter trim %}  {{ name }}  {% endfilter %}b",
    "a filter block in a filter block": "{% filter replace('B', 'C') %}{% filter lower %}{{ name }}B{% endfilter %}{% endfilter %}",
    "macro output in a condition": "{% macro m(x) %}{{ x }}{% endmacro %}{% if m(name) == 'Bo' %}Bo{% elif m(name) %}{{ m(title) }}{% endif %}",
    "macro output joined": "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(name) ~ m(title) ~ '<' }}{{ m(name) + title }}",
    "macro output formatted": "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ '%s & %s'|format(m(name), title) }}{{ m('%s')|format(name) }}",
    "macro output as an argument": "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(m(m(name))) }}{{ m(m(name)|length) }}",
    "macro output times two": "{% macro m(x) %}{{ x }}.{% endmacro %}{{ m(name) * 2 }}{{ (m(name) * 2)|length }}",
    "a macro whose default is markup": "{% macro m(x='<b>'|safe) %}{{ x }}{{ name }}{% endmacro %}{{ m() }}</b>{{ m('<') }}",
    "a macro with rest arguments": "{% macro m() %}{{ varargs|join('<') }}{{ kwargs.z }}{% endmacro %}{{ m(name, title, z=name) }}",
    "a macro that calls itself": "{% macro m(k) %}<i>{{ name }}{% if k %}{{ m(k - 1) }}{% endif %}</i>{% endmacro %}{{ m(3) }}",
    "a macro inside a macro": "{% macro m(x) %}{% macro inner() %}{{ x }}!{% endmacro %}{{ inner() }}{{ inner()|lower }}{% endmacro %}{{ m(name) }}",
    "a call block": "{% macro m() %}<b>{{ caller() }}</b>{{ caller()|length }}{% endmacro %}{% call m() %}{{ name }}<br>{% endcall %}",
    "a call block with arguments": "{% macro m() %}{{ caller(name, 1) }}{{ caller('<', 2) }}{% endmacro %}{% call(a, b) m() %}{{ a }}{{ b }}{% endcall %}",
    "a caller kept": "{% macro m() %}{% set x = caller() %}{{ x }}{{ x }}{{ x ~ '' }}{% endmacro %}{% call m() %}{{ name }}{% endcall %}",
    "a caller handed on": "{% macro n() %}[{{ caller() }}]{% endmacro %}{% macro m() %}{% set c = caller %}{% call n() %}{{ c() }}{% endcall %}"
    "{% endmacro %}{% call m() %}{{ name }}{% endcall %}",
    "a loop that recurses": "<ul>{% for x in tree recursive %}<li>{{ x.label }}<ul>{{ loop(x.children) }}</ul></li>{% endfor %}</ul>",
    "a loop that recurses through a filter": "{% for x in tree recursive %}{{ x.label }}{{ loop(x.children)|upper }}{% endfor %}",
    "loop variables": "{% for w in words %}{{ loop.index }}/{{ loop.length }}{{ w }}{{ loop.last }}{{ loop.nextitem|default('-') }}{% else %}none{% endfor %}",
    "a changed value": "{% for w in words %}{% if loop.changed(w) %}{{ w }}{% endif %}{% endfor %}",
    "escaping off": "{% autoescape false %}<b>{{ name|e }}</b>{{ '&amp;' }}{% set v %}{{ n }}{% endset %}{{ v }}{% endautoescape %}{{ name }}",
    "escaping off and on": "{% autoescape false %}{% autoescape true %}{{ name }}{% endautoescape %}{{ html }}{% endautoescape %}",
    "what is safe": "{{ '<b>'|safe }}{{ name }}{{ '</b>'|safe }}{{ html|safe }}{{ name|e|safe }}{{ (name|e) ~ title }}",
    "links made of words": "{{ 'see https://a.example/?a=1&b=2 '|urlize }}{{ link|urlize }}{{ title|urlize(8) }}",
    "JSON": "{{ words|tojson }}{{ name|tojson|length }}{{ name|tojson|forceescape }}",
    "lists joined": "{{ words|join('<br>'|safe) }}{{ words|join(', ') }}{{ [name, html|safe, n]|join(' ') }}{{ words|and_list }}",
    "references at the edge": "&{{ name }};&#{{ n }};&am{{ title }}&amp{{ name }};&{{ name }}{{ title }};&#x{{ n }}",
    "values side by side": "{{ name }}{{ title }} {{ name }} {{ title }}\n{{ name }}\n{{- title }} {{ name -}} {{ title }}",
    "blank values": "a{{ '' }}b {{ ' ' }} c{{ '\n' }}d {{ words|join('') }} e<b>{{ '' }}</b><b> {{ ' ' }} </b><p>{{ words|join('') }}</p>",
    "tags with printed names": "<{{ tag }}>{{ name }}</{{ tag }}><b {{ attribute }}='{{ name }}'>x</b>",
    "comments": "<!-- {{ name }} --><!--{{ n }}--><!-- -- {{ title }} - -->{{ name }}",
    "links that say their address": '<a href="{{ link }}">{{ link }}</a> <a href="https:{{ link }}">{{ link }}</a> <a href="https://a.example/{{ name }}">'
    'https://a.example/{{ name }}</a> <a href="https://a.example/{{ name }}">//a.example/{{ name }}</a>',
    "links around spaces": '<a href=" {{ link }} "> {{ link }} </a>.<a href="{{ link }}">  </a>.<a href="{{ link }}"><b></b></a>.<a href="">{{ name }}</a>',
    "a cell that ends in a link": '<table><tr><td>a <a href=" {{ link }}\u2028 "> {{ link }}\u2028 </a></td><td>&nbsp;</td><td>{{ name }}</td></tr></table>',
    "what is no character": "{{ '\\x0c'}}{{ name }} <b title='{{ ('&#12;' ~ name)|striptags }}&#13;'>{{ ('&#12;' ~ name ~ '&#13;')|striptags }}</b>\x1b{{ name }}",
    "half of a condition": "<!--[if mso-->{{ name }}<!--[if {{ name }}--><!--{{ '[if ' ~ name }}--><!--[if mso]-->",
    "half a scheme": '<a href="java{{ name }}">a</a><a href="{{ name }}:x">b</a><a href="{{ name }}{{ title }}">c</a><a href="{{ link }}{{ name }}">d</a>'
    '<a href="{% if flag %}java{% endif %}script:{{ name }}">e</a>',
    "attributes of every kind": "<p style=\"color: {{ colour }}\" class='{{ name }}' lang='{{ locale }}' title=\"{{ name }}{{ title }}\" data-x='{{ name }}'>x</p>"
    '<img src="{{ link }}" alt="{{ name }}" width="{{ size }}"><p hidden="{{ name }}">h</p><p aria-hidden="{{ flag|lower }}">a</p>',
    "lists": "<ol>{% for w in words %}<li>{{ w }}</li>{% endfor %}<li>{{ name }}<ol><li>{{ title }}</li></ol></li></ol><blockquote>{{ name }}<hr>{{ title }}</blockquote>",
    "what looks like Markdown": "1. {{ name }}<br>- {{ title }}<br>-----<br>{{ name }}-----<br>({{ name }})<hr><hr>",
    "what looks like a slot": "qZ0Zj qZ{{ n }}Zj qZ1Zj {{ name }}qZ2Zj \ue0000\ue001",
    "preformatted text": "<pre>\n a {{ name }}\n</pre><p>a\n{{ name }}\nb</p>",
    "copy in every form": "{{ t.rich }}{{ t['plain'] }}{{ t('files', count=n) }}{{ t.linked }}{{ t.group.top|upper }}{% set x = t.rich %}{{ x }}{{ x|length }}",
    "copy compared": "{% if t.named == 'Hi Bo!' %}yes{% endif %}{{ t.named|replace('Bo', '<') }}{{ t.rich ~ t.rich }}{% if 'a' in t.rich %}a{% endif %}",
    "copy with much to work out": "{{ t.worked }}{{ t.constant }}{{ t.worked|upper }}{% for w in words %}{{ t('worked', name=w, n=loop.index) }}{% endfor %}{{ t.constant }}",
    "copy that names nothing": "{{ t.named }}{{ t.wrong }}",
    "copy that prints an optional value": "{% if note %}{{ t.noted }}{% else %}{{ t.named }}{{ t.noted }}{% endif %}",
    "copy that divides": "{{ t.divided }}",
    "numbers and dates": "{{ n }}{{ x }}{{ flag }}{{ -n }}{{ when|date }} {{ day|relative }} {{ price|currency }} {{ x|percent }} {{ n|number }}",
    "joiners and cyclers": "{% set j = joiner('<') %}{% set c = cycler('a', '&') %}{% for w in words %}{{ j() }}{{ c.next() }}{{ w }}{% endfor %}{{ c.current }}",
    "no value": "{{ note|default('<d>') }}{% if note %}{{ note }}{% endif %}{{ note if note is defined else title }}",
    "no value printed": "a {{ note }} b",
    "nothing of that name": "a {{ nane }} b",
    "a division": "{{ 6 / n }} {{ name }}",
    "a tag that a value leaves open": "<b {{ name|safe }}>x</b>",
    "includes": '{% include "parts/one.mjml" %}{% include "parts/one.mjml" without context %}{% include "parts/none.mjml" ignore missing %}'
    '{% for w in words %}{% include "parts/one.mjml" %}{% endfor %}{% set v %}{% include "parts/one.mjml" %}{% endset %}{{ v }}{{ v|upper }}',
    "state in an imported file": '{% import "parts/library.mjml" as a %}{% import "parts/library.mjml" as b %}{{ a.count() }}{{ a.count() }}{{ b.count() }}{{ a.shout(name) }}',
    "what can be read once in an imported file": '{% import "parts/once.mjml" as a %}{% for x in a.words %}{{ x }}{{ name }}{% endfor %}{{ a.first() }}{{ a.first() }}{{ a.last(name) }}',
    "state in a file imported with context": '{% from "parts/library.mjml" import count, shout with context %}{{ count() }}{{ count() }}{{ shout(name)|lower }}',
    "a module printed": '{% import "parts/library.mjml" as a %}{{ a }}{{ a|upper }}{{ a.link(name, link) }}{{ a.link(a.shout(name), title) }}',
    "a namespace filled in a loop": "{% set ns = namespace(s='') %}{% for w in words %}{% set ns.s = ns.s ~ w ~ '&' %}{% endfor %}{{ ns.s }}{{ ns.s|length }}",
    "a namespace filled with markup": "{% set ns = namespace(s='') %}{% for w in words %}{% set ns.s %}{{ ns.s }}<b>{{ w }}</b>{% endset %}{% endfor %}{{ ns.s }}",
}  # fmt: skip

# Whole documents, by what is hard about them.
_DOCUMENTS: Final = {
    "a table of data": EMAIL % "<mj-table>{% for r in rows %}<tr><td>{{ r.label }}</td><td>{{ r.n }}</td></tr>{% endfor %}<tr><td></td><td>{{ name }}</td><td></td></tr></mj-table>",
    "a table for looks": EMAIL % "<mj-table role='{{ kind }}'><tr><td>{{ name }}</td><td>{{ title }}</td></tr></mj-table><mj-table role='none'><tr><td>{{ name }}</td></tr></mj-table>",
    "buttons and pictures": EMAIL % '<mj-button href="{{ link }}" title="{{ name }}">{{ name }}</mj-button><mj-button href="https://a.example/{{ name }}">{{ link }}</mj-button>'
    '<mj-image src="{{ link }}" alt="{{ name }}" href="{{ link }}" title="{{ title }}" width="{{ size }}" /><mj-image src="https://a.example/{{ name }}?a=1&b={{ n }}" alt="" />',
    "networks": EMAIL % '<mj-social><mj-social-element name="{{ name }}" href="{{ link }}" alt="{{ title }}">{{ name }}</mj-social-element>'
    '<mj-social-element name="github" href="{{ link }}">{{ title }}</mj-social-element><mj-social-element name="x">{{ "" }}</mj-social-element></mj-social>',
    "a navbar": EMAIL % '<mj-navbar base-url="{{ link }}"><mj-navbar-link href="{{ name }}">{{ title }}</mj-navbar-link></mj-navbar>'
    '<mj-navbar base-url="https://a.example"><mj-navbar-link href="/{{ name }}">{{ name }}</mj-navbar-link><mj-navbar-link href="{{ link }}">x</mj-navbar-link></mj-navbar>',
    "an accordion": EMAIL % "<mj-accordion><mj-accordion-element><mj-accordion-title>{{ name }}</mj-accordion-title><mj-accordion-text>{{ title }}<b>{{ n }}</b></mj-accordion-text>"
    "</mj-accordion-element></mj-accordion>",
    "elements with printed names": EMAIL % "<mj-{{ kind }} color='{{ colour }}'>{{ name }}</mj-{{ kind }}>",
    "what only Outlook reads": EMAIL % '<mj-raw><!--[if mso]><v:rect href="{{ link }}" title="{{ name }}">{{ name }}</v:rect><![endif]--><!--[if !mso]><!--><i>{{ title }}</i><!--<![endif]--></mj-raw>',
    "a head full of values": _HEAD % (
        ("<mj-title>{{ title }} & {{ name }}</mj-title><mj-preview>{{ name }}</mj-preview><mj-style>.a { color: {{ colour }} }</mj-style>"
        '<mj-attributes><mj-all color="{{ colour }}" /><mj-class name="c" font-size="{{ n }}px" /><mj-text align="{{ kind }}" /></mj-attributes>'),
        '<mj-text mj-class="c" css-class="{{ name }}">{{ name }}</mj-text>',
    ),
    "a title with all that an attribute writes otherwise": _HEAD % ("<mj-title>a\n\t\"b\" \\\\ {{ name }} {{ words|join('\t\n') }}</mj-title>", "<mj-text>{{ name }}</mj-text>"),
    "a head with a style sheet": _HEAD % ("<style>p {}</style>", "<mj-text>{{ name }}</mj-text>"),
    "tags in an accordion's title": EMAIL % "<mj-accordion><mj-accordion-element><mj-accordion-title>{{ name }}{% if n %}<b>{{ n }}</b>{% endif %}</mj-accordion-title></mj-accordion-element></mj-accordion>",
    "text among networks": EMAIL % "<mj-social> {{ words|join }} <!-- {{ name }} --></mj-social>",
    "an inline rule that selects by nothing": _HEAD % ('<mj-style inline="inline">p:nth-child { color: red } {{ tag }} { top: 0 }</mj-style>', "<mj-text><p>{{ name }}</p></mj-text>"),
    "the title said again": _HEAD % ("<mj-title>{{ name }}</mj-title>", "<mj-text>{{ name }}</mj-text>"),
    "inline rules": _HEAD % (
        '<mj-style inline="inline">p { color: {{ colour }} } a[href^="https"] { top: 0 } [title="Bo"] { top: 1px } :lang(fr) { left: 0 }</mj-style>',
        '<mj-text><p lang="{{ locale }}" title="{{ name }}">{{ name }} é</p><a href="{{ link }}">{{ t.linked }}</a><img src="https://a.example/{{ name }} é" alt="{{ title }}"></mj-text>',
    ),
    "inline rules without attributes": _HEAD % (
        "<mj-style inline='inline'>p { margin: 0 } .x > a { top: 0 !important }</mj-style><mj-style>@media print { p { top: 0 } }</mj-style>",
        '<mj-text css-class="x"><a href="{{ link }}" title="{{ name }}">{{ title }}</a><p>{{ name }}&nbsp;{{ n }}</p></mj-text><mj-raw><!--[if mso]>{{ name }}<![endif]--></mj-raw>',
    ),
    "no body": "<mjml>{{ name }}</mjml>",
    "an element that is not closed": EMAIL % "<mj-text>{{ name }}<b></mj-text>",
    "nothing but a value": "{{ name }}",
}  # fmt: skip

_BASE: Final = EMAIL % (
    "<mj-text>{% block top %}{{ name }} top{% endblock %}{{ self.top() }}{{ self.top()|length }}</mj-text>"
    "{% block body %}{% endblock %}{% for w in words %}{% block each scoped %}<mj-text>{{ w }}</mj-text>{% endblock %}{% endfor %}"
)
_CHAINS: Final = {
    "blocks over three levels": {
        "layouts/base.mjml": _BASE,
        "layouts/middle.mjml": '{% extends "layouts/base.mjml" %}{% block top %}<b>{{ super() }}</b>{% endblock %}{% block body %}{% block inner %}{% endblock %}{% endblock %}',
        "note/email.mjml": '{% extends "layouts/middle.mjml" %}{% block top %}{{ super() }}{{ super()|upper }}{{ title }}{% endblock %}'
        "{% block inner %}<mj-text>{{ self.top()|striptags }}{{ name }}</mj-text>{% endblock %}{% block each scoped %}{{ super() }}{{ super() }}{% endblock %}",
    },
    "a layout by the data": {
        "layouts/button.mjml": EMAIL % "<mj-button href='{{ link }}'>{% block top required %}{% endblock %}</mj-button>",
        "layouts/text.mjml": EMAIL % "<mj-text>{% block top %}{% endblock %}</mj-text>",
        "note/email.mjml": '{% extends "layouts/" ~ kind ~ ".mjml" %}{% set x = name %}{% macro m() %}{{ title }}{% endmacro %}{% block top %}{{ x }}{{ m() }}{{ m()|upper }}{% endblock %}',
    },
    "super kept": {
        "layouts/base.mjml": _BASE,
        "note/email.mjml": '{% extends "layouts/base.mjml" %}{% block top %}{% set s = super() %}{{ s }}{{ s ~ name }}{% if s == "Bo top" %}!{% endif %}{% filter trim %}{{ super() }}{% endfilter %}{% endblock %}',
    },
}  # fmt: skip

_PARTS: Final = {
    "parts/one.mjml": "<i>{{ name|default('none') }}{{ w|default('') }}</i>",
    "parts/library.mjml": _LIBRARY,
    "parts/once.mjml": "{% set words = ['one', 'two']|map('capitalize') %}{% if true %}{% set rest = ['a', 'b']|reverse %}{% endif %}"
    "{% macro first() %}{{ rest|first|default('none') }}{% endmacro %}{% macro last(x, y=words|list|length) %}{{ y }}{{ x }}{% endmacro %}",
}

# The files of each template below `templates/`, by what is hard about it.
NASTY_TEMPLATES: Final[dict[str, dict[str, str]]] = {
    **{reason: _PARTS | {"note/email.mjml": EMAIL % (_TEXT % body)} for reason, body in _TEXTS.items()},
    **{reason: {"note/email.mjml": document} for reason, document in _DOCUMENTS.items()},
    **_CHAINS,
}

_DATA: Final[dict[str, Any]] = {
    "name": "Bo", "title": "R&D", "link": "https://a.example/?a=1&b=2", "html": "<b>x</b> &amp;", "kind": "text", "tag": "b",
    "attribute": "title", "colour": "red", "size": "100px", "n": 2, "x": 0.5, "flag": True, "when": "2026-03-01T09:00:00+01:00",
    "day": "2026-03-03", "price": {"amount": "19.90", "currency": "EUR"}, "words": ["a", "<b>"],
    "rows": [{"label": "a", "url": "https://a.example", "n": 1}, {"label": "", "url": "#x", "n": 2}],
    "tree": [{"label": "a", "children": [{"label": "b", "children": []}]}], "order": {"id": "1", "items": ["x"], "total": 3},
}  # fmt: skip
# The second has the structure of the first wherever that is possible, and the third as little of it as possible.
NASTY_DATA: Final = [
    _DATA,
    _DATA
    | {"name": "<i>\"&'", "title": "qZ0Zj", "link": "javascript:alert(1)", "words": ["&amp;", "1. x"], "note": "]]>"},
    _DATA
    | {
        "name": "-->\n",
        "title": " ",
        "link": "//x.example/é \"'<",
        "kind": "button",
        "tag": "h2",
        "attribute": "lang",
        "n": 0,
    }
    | {"flag": False, "words": [], "rows": [], "tree": [], "note": "", "colour": '"', "size": "", "html": "&lt;"},
]

NASTY_COPIES: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "subject": "A note", "preheader": "From Bo", "plain": "R&D <b>", "named": "Hi {{ name }}!", "rich": "a **{{ name }}** *b*",
        "linked": "[open {{ name }}]({{ link }}) [a.example/{{ name }}](https://a.example/{{ name }})",
        "files": {"one": "{{ count }} *file*", "other": "{{ count }} files"}, "group": {"top": "top {{ title }}"},
        "worked": "**{{ name|upper ~ '<*>' }}** {{ n + 1 }}{{ [name, title]|join('_') }} [{{ words|first|default('-') }}](https://a.example/?q={{ n * 2 }})",
        "constant": "{{ '<b>' }} {{ 1 + 1 }} *{{ 'a*b'|upper }}* {{ true }}", "wrong": "*{{ nane }}*", "noted": "{{ note }}", "divided": "{{ 6 / n }}",
    },
    "fr": {
        "subject": "Une note", "preheader": "De Bo", "plain": "é", "named": "{{ name }}", "rich": "**{{ title }}** à *b*",
        "linked": "[{{ link }}]({{ link }})", "files": {"one": "{{ count }}", "other": "{{ count|number }} **fichiers**"},
        "group": {"top": "{{ name }}{{ title }}"},
        "worked": "{{ name }}{{ n - 1 }} [**{{ title|lower }}**]({{ link|trim }}) {{ (name, n)|join(' ') }}{{ x|percent }}",
        "constant": "*{{ 'é' }}*{{ none|default('&') }}", "wrong": "{{ name.first }}", "noted": "**{{ note|default('-') }}**", "divided": "{{ n // n }} **a**",
    },
}  # fmt: skip
