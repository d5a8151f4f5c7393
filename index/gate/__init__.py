"""The gate: what a build has to show before it goes live."""

from index.gate.checks import Check, Verdict, examine
from index.gate.decision import candidate, publish_through_gate

__all__ = ["Check", "Verdict", "candidate", "examine", "publish_through_gate"]
