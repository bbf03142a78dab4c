"""Whether two addresses are the same mailbox, for certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matching.mailboxes import person_key, plain_key

SAME = {
    # Case, spaces and the spelling of a domain never matter.
    "Dana@Northwind.example": "dana@northwind.example",
    "DANA@NORTHWIND.EXAMPLE": "dana@northwind.example",
    "  dana@northwind.example ": "dana@northwind.example",
    "dana@northwind.example.": "dana@northwind.example",
    '"dana"@northwind.example': "dana@northwind.example",
    '"dana.ruiz"@northwind.example': "dana.ruiz@northwind.example",
    "dana@bücher.example": "dana@xn--bcher-kva.example",
    "Dana@BÜCHER.example": "dana@xn--bcher-kva.example",
    "dana@bu\u0308cher.example": "dana@xn--bcher-kva.example",
    "dana@XN--BCHER-KVA.example": "dana@xn--bcher-kva.example",
    "dana@bücher\u3002example": "dana@xn--bcher-kva.example",
    "dana@\uff4eorthwind.example": "dana@northwind.example",
    "dana@пример.example": "dana@xn--e1afmkfd.example",
    "josé@northwind.example": "jose\u0301@northwind.example",
    # Gmail.
    "dana.ruiz@gmail.com": "danaruiz@gmail.com",
    "d.a.n.a.r.u.i.z@gmail.com": "danaruiz@gmail.com",
    "Dana.Ruiz@GMail.com": "danaruiz@gmail.com",
    "dana.ruiz+vans@gmail.com": "danaruiz@gmail.com",
    "danaruiz+a+b@gmail.com": "danaruiz@gmail.com",
    "dana.ruiz@googlemail.com": "danaruiz@gmail.com",
    "DANA.RUIZ+x@Googlemail.com": "danaruiz@gmail.com",
    # Apple.
    "dana@me.com": "dana@icloud.com",
    "dana@mac.com": "dana@icloud.com",
    "dana+vans@me.com": "dana@icloud.com",
    "dana+vans@icloud.com": "dana@icloud.com",
    # Fastmail.
    "dana+vans@fastmail.com": "dana@fastmail.com",
    "vans@dana.fastmail.com": "dana@fastmail.com",
    "anything+else@dana.fastmail.fm": "dana@fastmail.fm",
    # Yahoo: throw-aways of one nickname.
    "dancer-vans@yahoo.com": "dancer-trucks@yahoo.com",
    "dancer-vans@yahoo.co.uk": "dancer-x-y@yahoo.co.uk",
    "dancer-vans@ymail.com": "dancer-trucks@ymail.com",
    # Plus parts elsewhere.
    "dana+vans@outlook.com": "dana@outlook.com",
    "dana+vans@hotmail.com": "dana@hotmail.com",
    "dana+vans@live.co.uk": "dana@live.co.uk",
    "dana+vans@proton.me": "dana@proton.me",
    "dana+vans@protonmail.com": "dana@protonmail.com",
    "dana+vans@northwind.example": "dana@northwind.example",
    "Dana.Ruiz+Quote2@northwind.example": "dana.ruiz@northwind.example",
    "dana+@northwind.example": "dana@northwind.example",
}
OTHER = [
    # Dots are letters like others, but for Gmail itself.
    ("dana.ruiz@northwind.example", "danaruiz@northwind.example"),
    ("dana.ruiz@outlook.com", "danaruiz@outlook.com"),
    ("dana.ruiz@icloud.com", "danaruiz@icloud.com"),
    ("dana.ruiz@proton.me", "danaruiz@proton.me"),
    ("dana.ruiz@gmail.com.example", "danaruiz@gmail.com.example"),
    # The same name somewhere else is somebody else.
    ("dana@outlook.com", "dana@hotmail.com"),
    ("dana@outlook.com", "dana@outlook.es"),
    ("dana@live.com", "dana@msn.com"),
    ("dana@proton.me", "dana@protonmail.com"),
    ("dana@fastmail.com", "dana@fastmail.fm"),
    ("dana@yahoo.com", "dana@yahoo.es"),
    ("dana@gmail.com", "dana@icloud.com"),
    ("dana@northwind.example", "dana@mail.northwind.example"),
    # A nickname at Yahoo is no mailbox, and no other provider has throw-aways like that.
    ("dancer-vans@yahoo.com", "dancer@yahoo.com"),
    ("dana-ruiz@northwind.example", "dana@northwind.example"),
    ("dana-ruiz@gmail.com", "dana@gmail.com"),
    ("dana-vans@yahoo.northwind.example", "dana-x@yahoo.northwind.example"),
    # Lists of one company.
    ("sales+spain@northwind.example", "sales+france@northwind.example"),
    ("info+dana@northwind.example", "info@northwind.example"),
    # Letters that look or sound alike.
    ("strasse@northwind.example", "straße@northwind.example"),
    ("dana@strasse.example", "dana@straße.example"),
    ("jose@northwind.example", "josé@northwind.example"),
    ("dana@northw\u0131nd.example", "dana@northwind.example"),
    # Nothing is left without the tag.
    ("+vans@northwind.example", "+trucks@northwind.example"),
]


@pytest.mark.parametrize(("one", "other"), SAME.items())
def test_these_are_one_mailbox(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_these_are_two(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


LOCAL = st.text("abc.+-_5", min_size=1, max_size=12)
DOMAIN = st.sampled_from(
    [
        *("gmail.com", "googlemail.com", "me.com", "icloud.com", "yahoo.com"),
        *("fastmail.com", "dana.fastmail.com", "outlook.com", "northwind.example"),
    ]
)


@given(LOCAL, DOMAIN)
def test_a_key_is_its_own_key(local: str, domain: str) -> None:
    key = person_key(f"{local}@{domain}")

    assert person_key(key) == key


@given(LOCAL, DOMAIN)
def test_an_address_written_another_way_has_the_same_keys(
    local: str, domain: str
) -> None:
    email = f"{local}@{domain}"
    shouted = f" {email.upper()} "

    assert person_key(shouted) == person_key(email)
    assert plain_key(shouted) == plain_key(email)


def test_the_plain_key_keeps_every_letter() -> None:
    assert plain_key("D.Ana+Vans@BÜCHER.example") == "d.ana+vans@xn--bcher-kva.example"
