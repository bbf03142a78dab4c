"""Errors carry a sentence fit for a user, and what their readers need."""

from domain.errors import (
    Fault,
    InvalidError,
    KeyReusedError,
    LeadClosedError,
    RefusedError,
    VendorError,
)
from domain.lifecycle import Refusal


def test_a_refusal_is_said_and_kept_for_who_knows_names() -> None:
    refusal = Refusal("not_the_owner", "This lead is with {who}.", "ana")

    error = RefusedError(refusal)

    assert str(error) == "This lead is with ana."
    assert error.refusal is refusal


def test_faults_stand_beside_the_sentence() -> None:
    fault = Fault("/email", "This is needed.")

    assert InvalidError("It cannot be used.", (fault,)).faults == (fault,)


def test_sentences_that_are_always_the_same_need_not_be_given() -> None:
    assert str(KeyReusedError()).startswith("This Idempotency-Key was used before")
    assert str(LeadClosedError()) == "This lead is closed. Reopen it first."


def test_a_vendor_is_tried_again_unless_it_says_otherwise() -> None:
    assert not VendorError("It is away.").permanent
    assert VendorError("The key is refused.", permanent=True).permanent
