"""Whether two addresses are the same mailbox, for certain.

The rules are those that the providers document, and no others: asking a person twice is better
than showing one person what another one asked.

* Gmail: dots and what follows a plus do not count; googlemail.com is gmail.com
  (support.google.com/mail/answer/7436150). At a company that Google hosts, dots do count.
* Apple: me.com and mac.com were given to those who have the same name at icloud.com
  (support.apple.com/118230). Plus parts do not count.
* Fastmail: what follows a plus does not count, nor do subdomains: shop@dana.fastmail.com
  is dana@fastmail.com (fastmail.help, "Plus addressing and subdomain addressing").
* Yahoo: "nickname-word" is a throw-away of whoever took the nickname. The nickname is not the
  name of a mailbox, so that it never counts as one: "nickname-" is the key of all of them.
* Everywhere else, what follows a plus does not count either: it is RFC 5233's subaddress at
  Outlook.com, Proton, Google Workspace and (since 2022 for everybody who does not opt out)
  Microsoft 365, and no company gives two people "dana" and "dana+x". But "sales+spain" and
  "sales+france" may well be two lists: the plus part of a shared name stays.
"""

import re
import unicodedata

_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_ICLOUD = frozenset({"icloud.com", "me.com", "mac.com"})
_FASTMAIL = frozenset({"fastmail.com", "fastmail.fm"})
# Whole names only: a company may call itself yahoo.something.example.
_YAHOO = re.compile(r"(yahoo\.(com?\.)?[a-z]{2,3}|ymail\.com|rocketmail\.com)")
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # what IDNA reads as a full stop
_QUOTED = re.compile(r'"([^\s"\\@.]+(?:\.[^\s"\\@.]+)*)"')  # needs no quotes
# Names behind which several people sit; their plus parts tell lists apart.
_SHARED = frozenset(
    {
        *("admin", "billing", "booking", "contact", "contacto", "finance", "hello"),
        *("help", "hr", "info", "jobs", "kontakt", "mail", "marketing", "office"),
        *("orders", "press", "procurement", "purchasing", "reception", "sales"),
        *("service", "support", "team", "ventas", "webmaster"),
    }
)


def person_key(email: str) -> str:
    """The mailbox behind an address, to compare with others.

    `email` is syntactically valid; a key given again is its own key.
    """
    local, domain = _parts(email)
    if domain in _GMAIL:
        return f"{_without_tag(local).replace('.', '') or local}@gmail.com"
    if domain in _ICLOUD:
        return f"{_without_tag(local)}@icloud.com"
    if _YAHOO.fullmatch(domain):
        nickname, hyphen, _ = _without_tag(local).partition("-")
        return f"{nickname}{hyphen}@{domain}"
    user, _, above = domain.partition(".")
    if above in _FASTMAIL:
        return f"{user}@{above}"
    return f"{_without_tag(local)}@{domain}"


def plain_key(email: str) -> str:
    """The address itself, however it is spelled: what a person's key was at first.

    Leads of that time, and those told apart by hand, are found by it.
    """
    local, domain = _parts(email)
    return f"{local}@{domain}"


def _parts(email: str) -> tuple[str, str]:
    local, _, domain = unicodedata.normalize("NFC", email.strip()).rpartition("@")
    quoted = _QUOTED.fullmatch(local)
    # Not casefolded: "strasse" and "straße" are two mailboxes, and two domains.
    return (quoted[1] if quoted else local).lower(), _ascii(domain)


def _ascii(domain: str) -> str:
    """The domain as DNS has it, by IDNA 2008, which keeps "ß" and "ss" apart."""
    named = unicodedata.normalize("NFKC", _DOTS.sub(".", domain)).lower().rstrip(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
        for label in named.split(".")
    )


def _without_tag(local: str) -> str:
    name, _, _ = local.partition("+")
    return local if not name or name in _SHARED else name
