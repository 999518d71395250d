"""What a portal is to say of each ticket state, and which refusal each receiver state gets."""

from automation.sandbox.office import Verdict
from automation.sandbox.receivers import REJECTIONS, ReceiverState, Rejection
from automation.sandbox.tickets import TicketState

VERDICTS = {
    TicketState.WRONG_TOTAL: Verdict.WRONG_TOTAL,
    TicketState.NOT_FOUND: Verdict.NOT_FOUND,
    TicketState.NOT_SYNCED: Verdict.NOT_SYNCED,
    TicketState.EXPIRED: Verdict.EXPIRED,
    TicketState.INVOICED_OTHER: Verdict.INVOICED,
    TicketState.CANCELLED: Verdict.CANCELLED,
    TicketState.IN_GLOBAL: Verdict.IN_GLOBAL,
}
REFUSED: dict[ReceiverState, Rejection] = {
    ReceiverState.RFC_UNREGISTERED: REJECTIONS["unregistered"],
    ReceiverState.NAME_MISMATCH: REJECTIONS["name"],
    ReceiverState.POSTAL_CODE_MISMATCH: REJECTIONS["postal_code"],
    ReceiverState.REGIME_NOT_HELD: REJECTIONS["regime"],
    ReceiverState.USE_INCOMPATIBLE: REJECTIONS["use"],
}
