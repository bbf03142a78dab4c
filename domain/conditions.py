"""Say whether a lead meets a condition, and if not, why not.

The one language of scoring rules, review rules and routing rows.
"""

from dataclasses import dataclass

from domain.facts import Facts
from domain.requirements import ContainsAny, Requirement, found_phrase
from domain.words import labelled


@dataclass(frozen=True, slots=True)
class Clause:
    """Every requirement holds for one field."""

    field: str
    required: tuple[Requirement, ...]

    def holds(self, facts: Facts) -> bool:
        for required in self.required:  # noqa: SIM110  `all` takes twice as long
            if not required.holds(self.field, facts):
                return False
        return True

    def why_not(self, facts: Facts) -> str | None:
        """Why the clause does not hold; None when it does."""
        for required in self.required:
            if not required.holds(self.field, facts):
                return f"{labelled(self.field)} {required.why_not(self.field, facts)}"
        return None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the alternatives holds."""

    alternatives: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool:
        return any(alternative.holds(facts) for alternative in self.alternatives)

    def why_not(self, facts: Facts) -> str | None:
        reasons: list[str] = []
        for alternative in self.alternatives:
            reason = alternative.why_not(facts)
            if reason is None:
                return None
            reasons.append(reason)
        return " and ".join(reasons)


@dataclass(frozen=True, slots=True)
class Condition:
    """Every clause holds. Without clauses it always holds."""

    clauses: tuple[Clause | AnyOf, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether `why_not` has nothing to say; four times as fast."""
        for clause in self.clauses:  # noqa: SIM110  `all` takes twice as long
            if not clause.holds(facts):
                return False
        return True

    def why_not(self, facts: Facts) -> str | None:
        """The first clause that does not hold, in words; None when all do."""
        for clause in self.clauses:
            reason = clause.why_not(facts)
            if reason is not None:
                return reason
        return None

    def found_phrase(self, facts: Facts) -> str | None:
        """The phrase of the playbook that made the condition hold, if one did."""
        for clause in self.clauses:
            found = _phrase_of(clause, facts)
            if found is not None:
                return found
        return None


def _phrase_of(clause: Clause | AnyOf, facts: Facts) -> str | None:
    if isinstance(clause, AnyOf):
        held = next((a for a in clause.alternatives if a.holds(facts)), Condition())
        return held.found_phrase(facts)
    for required in clause.required:
        if isinstance(required, ContainsAny):
            return found_phrase(required.phrases, clause.field, facts)
    return None
