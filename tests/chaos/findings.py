"""What was counted, and what was wrong."""

from dataclasses import dataclass, field


@dataclass
class Findings:
    counts: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    duplicates: dict[str, int] = field(default_factory=dict)  # copies by mail key

    def count(self, name: str, number: object) -> None:
        self.counts[name] = number

    def fault(self, *faults: str) -> None:
        self.faults += faults

    def table(self) -> str:
        width = max(map(len, self.counts))
        lines = [f"{name:<{width}}  {n}" for name, n in self.counts.items()]
        return "\n".join([*lines, f"{'FAULTS':<{width}}  {len(self.faults)}"])
