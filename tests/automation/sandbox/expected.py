"""What every simulated portal answers to a ticket's or receptor's state, and the receptor that it must print."""

from automation.sandbox.office import Verdict
from automation.sandbox.receivers import ReceiverState
from automation.sandbox.site import Scenario
from automation.sandbox.tickets import TicketState

VERDICTS: dict[TicketState, Verdict] = {
    TicketState.WRONG_TOTAL: Verdict.WRONG_TOTAL,
    TicketState.NOT_FOUND: Verdict.NOT_FOUND,
    TicketState.NOT_SYNCED: Verdict.NOT_SYNCED,
    TicketState.EXPIRED: Verdict.EXPIRED,
    TicketState.INVOICED_SAME: Verdict.INVOICED,
    TicketState.INVOICED_OTHER: Verdict.INVOICED,
    TicketState.CANCELLED: Verdict.CANCELLED,
    TicketState.IN_GLOBAL: Verdict.IN_GLOBAL,
}
UNSEEN: dict[TicketState, Verdict] = {
    state: said for state, said in VERDICTS.items() if state is not TicketState.INVOICED_SAME
}
"""Those that a portal tells which hands an earlier invoice to its receptor without a word."""
FAULTY = {
    ReceiverState.RFC_UNREGISTERED: "unregistered",
    ReceiverState.NAME_MISMATCH: "name",
    ReceiverState.POSTAL_CODE_MISMATCH: "postal_code",
    ReceiverState.REGIME_NOT_HELD: "regime",
    ReceiverState.USE_INCOMPATIBLE: "use",
}


def receptor_of(scenario: Scenario) -> dict[str, str]:
    """Attributes of the node Receptor that a right invoice has."""
    profile = scenario.profile
    return {
        "Rfc": profile["rfc"],
        "Nombre": profile["legal_name"],
        "DomicilioFiscalReceptor": profile["postal_code"],
        "RegimenFiscalReceptor": profile["fiscal_regime"],
        "UsoCFDI": profile["cfdi_use"],
    }
