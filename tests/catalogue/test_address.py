import pytest

from notify.catalogue.address import CONTROL, Address, ascii_domain, parse_address
from notify.errors import DeliveryError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@example.com", Address("", "ana", "example.com")),
        ("  ana@example.com ", Address("", "ana", "example.com")),
        ("<ana@example.com>", Address("", "ana", "example.com")),
        ("Ana <ana+test@Example.COM>", Address("Ana", "ana+test", "example.com")),
        ("Ana<ana@example.com>", Address("Ana", "ana", "example.com")),
        ('"Doe, \\"JD\\" Jane" <jane@example.com>', Address('Doe, "JD" Jane', "jane", "example.com")),
        ('"Ana <3 mail" <ana@example.com>', Address("Ana <3 mail", "ana", "example.com")),
        ('"" <ana@example.com>', Address("", "ana", "example.com")),
        # People who write a catalogue do not know which signs a name has to be quoted for.
        ("Nimbus, Inc. (EU) <hello@example.com>", Address("Nimbus, Inc. (EU)", "hello", "example.com")),
        ("hello@nimbus <hello@example.com>", Address("hello@nimbus", "hello", "example.com")),
        ("Équipe 🚀 <équipe@example.com>", Address("Équipe 🚀", "équipe", "example.com")),
        ("e\u0301quipe@example.com", Address("", "équipe", "example.com")),
        ("ana@bücher.example", Address("", "ana", "xn--bcher-kva.example")),
        ("ana@straße.example", Address("", "ana", "xn--strae-oqa.example")),
        ("ana@例え。テスト", Address("", "ana", "xn--r8jz45g.xn--zckzah")),
        ("root@localhost", Address("", "root", "localhost")),
        ("!#$%&'*+-/=?^_`{|}~.a@example.com", Address("", "!#$%&'*+-/=?^_`{|}~.a", "example.com")),
    ],
)
def test_addresses_as_people_write_them(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it has no @"),
        ("ana", "it has no @"),
        ("Ana <>", "it has no @"),
        ("@example.com", "nothing on one side"),
        ("ana@", "nothing on one side"),
        ("ana@example.com, bob@example.com", "more than one"),
        ("ana@example.com;bob@example.com", "more than one"),
        ("ana@example.com,", "more than one"),
        ("Ana <ana@example.com>, Bob <bob@example.com>", "more than one"),
        ("ana@example.com, Bob <bob@example.com>", "more than one"),
        ("ana@bob@example.com", "more than one"),
        ("<ana@example.com", "more than one, or has a sign too many"),
        ("Friends: ana@example.com;", "more than one"),
        ("undisclosed-recipients:;", "it has no @"),
        ('"ana maria"@example.com', "quotes before the @"),
        ('"ana@evil.example, b"@example.com', "quotes before the @"),
        ("ana@example.com (Ana)", "comments in brackets"),
        ("ana(Ana)@example.com", "comments in brackets"),
        ("ana@example.com.", "ends in a dot"),
        ("ana.@example.com", "`ana.` cannot stand before the @"),
        ("a..b@example.com", "`a..b` cannot stand before the @"),
        ("ana@example..com", "is not a domain name"),
        ("ana@-example.com", "is not a domain name"),
        ("ana@exa_mple.com", "is not a domain name"),
        ("ana@[127.0.0.1]", "is not a domain name"),
        ("ana@" + "x" * 64 + ".com", "is not a domain name"),
        ("ana@" + "x." * 130 + "com", "is not a domain name"),
        ("a" * 65 + "@example.com", "longer than 64 bytes"),
        ("ana@☃.example", "no domain can be called that"),
        ("ana maria@example.com", "a space or an invisible character (U+0020)"),
        ("ana\u200b@example.com", "a space or an invisible character (U+200B)"),
        ("ana@example.com\u00a0x", "a space or an invisible character (U+00A0)"),
        ("ana@example.com\nBcc: bob@example.com", "a control character (U+000A)"),
        ("ana@example.com\r\n", "a control character (U+000D)"),
        ("Ana\x00 <ana@example.com>", "a control character (U+0000)"),
        ("Ana\u2028 <ana@example.com>", "a control character (U+2028)"),
        ("\udcff@example.com", "a control character (U+DCFF)"),
    ],
)
def test_what_is_not_one_address_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        parse_address(text)
    assert reason in caught.value.message
    assert caught.value.hint
    assert not CONTROL.search(caught.value.message)


def test_only_a_local_part_beyond_ascii_is_international() -> None:
    assert parse_address("équipe@example.com").international
    assert not parse_address("Équipe <equipe@bücher.example>").international


def test_a_label_of_ascii_stays_what_it_is() -> None:
    assert ascii_domain("Weekly_Tips.bücher.example") == "weekly_tips.xn--bcher-kva.example"
