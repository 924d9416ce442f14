"""How a higher room hears of a lower one's Step; receivers only schedule."""

from django.dispatch import Signal

moved = Signal()
"""Sent within the transaction, after the Step: `step`, `row`. A raising receiver rolls everything back."""
