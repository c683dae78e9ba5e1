"""What the conformance suite finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """A rule a pipeline breaks: the rule's name, and what was seen."""

    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
