"""The text part: what a person reads of each element."""

import pytest

from notify.catalogue.locale import colon
from notify.render.markup.plaintext import convert
from notify.render.markup.reading import read_elements


def text_of(body: str) -> str:
    return convert(read_elements(f"<mjml><mj-head><mj-title>no</mj-title></mj-head><mj-body>{body}</mj-body></mjml>"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<mj-text>  a\n b <b>c</b>  </mj-text><mj-text>d</mj-text>", "a b c\n\nd\n"),
        ("<mj-text><h1>T</h1><p>a</p><p>b<br />c<br /><br />d</p></mj-text>", "T\n\na\n\nb\nc\n\nd\n"),
        (
            '<mj-text>see <a href="https://a.example">the page</a>, now</mj-text>',
            "see the page (https://a.example), now\n",
        ),
        ('<mj-text><a href="https://a.example">https://a.example</a></mj-text>', "https://a.example\n"),
        ('<mj-text><a href="mailto:a@b.example">a@b.example</a></mj-text>', "a@b.example\n"),
        ('<mj-text><a href="https://a.example"></a></mj-text>', "https://a.example\n"),
        ('<mj-text><a href="https://a.example">&nbsp;</a></mj-text>', "\u00a0https://a.example\n"),
        ("<mj-table><tr><td>a</td><td>&nbsp;</td><td>b\u2028 </td></tr></mj-table>", "a: b\u2028\n"),
        ('<mj-text><a href="#top">up</a> <a name="x">y</a></mj-text>', "up y\n"),
        ('<mj-text><a href="javascript:x">go</a></mj-text>', "go\n"),
        ('<mj-text>a <a href="https://x.example"><div>b</div></a> c</mj-text>', "a\nb\nhttps://x.example\nc\n"),
        (
            '<mj-button href="https://a.example/?a=1&amp;b=2">Go <b>now</b></mj-button>',
            "Go now\nhttps://a.example/?a=1&b=2\n",
        ),
        ("<mj-button>Go</mj-button>", "Go\n"),
        ('<mj-image src="x" alt="Acme" /><mj-image src="y" />', "Acme\n"),
        ('<mj-image src="x" alt="Acme" href="https://a.example" />', "Acme (https://a.example)\n"),
        ("<mj-text><ul><li>a</li><li>b <b>c</b></li></ul></mj-text>", "- a\n- b c\n"),
        ("<mj-text><ol><li>a<br />b</li><li>c</li></ol>d</mj-text>", "1. a\n   b\n2. c\n\nd\n"),
        ("<mj-text><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul></mj-text>", "- a\n  - b\n- c\n"),
        ("<mj-text><blockquote>a<br />b</blockquote>c</mj-text>", "> a\n> b\n\nc\n"),
        (
            "<mj-text><blockquote><p>a</p><p>b</p></blockquote><blockquote>c</blockquote></mj-text>",
            "> a\n>\n> b\n\n> c\n",
        ),
        ("<mj-table><tr><td>a</td><td>1</td></tr><tr><th>b</th><td>2</td></tr></mj-table>", "a: 1\nb: 2\n"),
        ("<mj-table><tr><td>a</td><td> </td><td>b</td><td>c</td></tr></mj-table>", "a | b | c\n"),
        ("<mj-table><tr><td><p>a</p><p>b</p></td><td>1</td></tr></mj-table>", "a b: 1\n"),
        ('<mj-table role="presentation"><tr><td>a</td><td>b</td></tr></mj-table>', "a\nb\n"),
        ('<mj-text>a<span aria-hidden="true">x<br />y</span>b<i hidden>z</i></mj-text>', "ab\n"),
        ("<mj-text>a</mj-text><mj-divider /><mj-divider /><mj-text>b</mj-text><mj-divider />", "a\n\n-----\n\nb\n"),
        ("<mj-raw><!--[if mso]><b>x</b><![endif]--><!--[if !mso]><!--><i>y</i><!--<![endif]--></mj-raw>", "y\n"),
        ("<mj-raw><!--[if !mso]><!-- --><i>y</i><!-- <![endif]--></mj-raw><mj-text>z</mj-text>", "y\n\nz\n"),
        ("<mj-raw><style>a { b: c }</style>d<!-- e --></mj-raw>", "d\n"),
        ("<mj-text>&lt;b&gt; &amp;amp; &nbsp;: &#233;</mj-text>", "<b> &amp; \u00a0: é\n"),
        (
            '<mj-social><mj-social-element href="https://s.example">Us</mj-social-element></mj-social>',
            "Us (https://s.example)\n",
        ),
        ("<mj-spacer />", "\n"),
    ],
)
def test_what_a_person_reads(body: str, text: str) -> None:
    assert text_of(body) == text


def test_a_row_has_the_colon_of_its_language() -> None:
    tokens = read_elements("<mjml><mj-body><mj-table><tr><td>a</td><td>1</td></tr></mj-table></mj-body></mjml>")
    assert convert(tokens, colon("fr-CA")) == "a\u00a0: 1\n"
    assert convert(tokens, colon("fil")) == "a: 1\n"
