"""What a review rule can suggest, as the editor offers it."""

from domain.in_words.advice_words import VERDICTS, advice_in_words
from domain.qualifying.advice import CORRECTABLE, WHICHEVER_DISAGREES, CorrectFirst

SUGGESTS = (
    ("", "what people made of such leads, or the points"),
    *((verdict.value, words) for verdict, words in VERDICTS.items()),
    *(
        (f"correct:{field}", advice_in_words(CorrectFirst(field)))
        for field in (WHICHEVER_DISAGREES, *CORRECTABLE)
    ),
)
