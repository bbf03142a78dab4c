"""Cut from an answer what it quotes.

Our own, because what there is either knows English alone or takes minutes for a hostile mail
(mail-parser-reply 1.36: 400 s for 20,000 line breaks). Each line is looked at once, and only so
much of it. What no rule recognises stays: too much text is better than a lost sentence.
"""

import re
from collections.abc import Sequence

LONGEST = 20_000  # characters; nobody writes more to a salesman
_LONGEST_LINE = 400  # of which a rule reads that much
_HEADERS_WITHIN = 4  # lines below "From:", where Outlook puts the others

# "On Tuesday, Ana wrote:" in the languages of Europe; it may be broken into two lines.
_BEGINS = r"(?:On|Am|El|Le|Il|Op|Em|Den|Dnia|W dniu)"
_WROTE = (
    r"(?:wrote|schrieb|escribió|a écrit|ha scritto|schreef|escreveu|skrev|napisał\(a\))"
)
_ATTRIBUTION = re.compile(rf"{_BEGINS}\s.{{1,300}}\b{_WROTE}.{{0,150}}:")
_ATTRIBUTION_BEGINS = re.compile(rf"{_BEGINS}\s.*\d")
_SEPARATOR = re.compile(
    r"-{3,} ?(?:Original|Ursprüngliche|Mensaje original|Message d'origine|Messaggio"
    r"|Oorspronkelijk|Mensagem original|Forwarded).*"
)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Från|Fra|Od) ?:\*? ?\S.*")
_SENT = re.compile(
    r"\*?(?:Sent|Gesendet|Enviado(?: el)?|Envoyé|Inviato|Verzonden|Skickat|Sendt"
    r"|Wysłano|Date|Datum|Fecha|Data) ?:.*"
)
_BY_A_PHONE = re.compile(
    r"(?:Sent from my|Von meinem .* gesendet|Gesendet von|Enviado desde mi"
    r"|Envoyé de mon|Inviato da).{0,80}"
)
_LINE = re.compile(r"_{20,}")


def without_quotes(text: str) -> str:
    """What the sender wrote; "" when there is nothing but quotes."""
    lines = text[:LONGEST].replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.startswith(">"):
            continue
        if _is_attribution(lines, number):
            if not _is_quoted_below(lines, number):
                break  # what is below is the old mail, without a mark on its lines
            continue
        if _ends_here(lines, number):
            break
        if not _BY_A_PHONE.fullmatch(line.strip()):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_attribution(lines: Sequence[str], number: int) -> bool:
    here = _read(lines, number)
    both = f"{here} {_read(lines, number + 1)}"
    before = f"{_read(lines, number - 1)} {here}" if number else ""
    if _ATTRIBUTION.fullmatch(here):
        return True
    if _ATTRIBUTION_BEGINS.match(here) and _ATTRIBUTION.fullmatch(both):
        return True
    return bool(_ATTRIBUTION_BEGINS.match(before) and _ATTRIBUTION.fullmatch(before))


def _is_quoted_below(lines: Sequence[str], number: int) -> bool:
    """Whether the next lines with something in them are marked as a quote."""
    below = (line for line in lines[number + 1 : number + 6] if line.strip())
    return any(line.startswith(">") for line in below)


def _ends_here(lines: Sequence[str], number: int) -> bool:
    """A signature, or the mail that is answered, as Outlook puts it below."""
    if lines[number].rstrip("\n") in ("-- ", "--"):
        return True
    here = _read(lines, number)
    if _SEPARATOR.fullmatch(here) or _LINE.fullmatch(here):
        return True
    below = (_read(lines, number + n) for n in range(1, _HEADERS_WITHIN))
    return bool(_FROM.fullmatch(here)) and any(map(_SENT.fullmatch, below))


def _read(lines: Sequence[str], number: int) -> str:
    """So much of a line as rules look at; "" past the end."""
    return lines[number][:_LONGEST_LINE].strip() if 0 <= number < len(lines) else ""
