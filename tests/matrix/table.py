"""Who may do which act, and where it is refused: written by hand from the circular and the house rules.

Nothing here is read from the permissions or from `obstacles()`; the arrows are read by the tests themselves. A new act
without a line fails the suite.
"""

from tests.matrix.lines import Line
from tests.matrix.lines_desk import APPLICATIONS, DEADLINES, DOCUMENTS, KEP
from tests.matrix.lines_inbox import INBOX
from tests.matrix.lines_people import ACCOUNTS, MATTERS, POLICIES
from tests.matrix.lines_privacy import PRIVACY
from tests.matrix.lines_registry import CONTRACTS, REGISTRY

TABLE: dict[str, Line] = {
    **APPLICATIONS, **DOCUMENTS, **KEP, **INBOX, **DEADLINES, **REGISTRY, **CONTRACTS, **ACCOUNTS, **MATTERS, **POLICIES,
    **PRIVACY
}  # fmt: skip
GRAMMAR = {"ledger.propose", "ledger.approve", "ledger.decline", "ledger.propose_anew"}
"""The acts that two-person acts are made of: every line with `first` goes through them."""
