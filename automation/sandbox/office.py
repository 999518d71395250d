"""The back office behind one portal and seed: finds its tickets, judges them, issues, remembers.

The portal asks; the words in which it answers people are its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from automation.sandbox.companies import Company
from automation.sandbox.fiscal import PAYMENT_FORMS
from automation.sandbox.issuing import Invoice, issue_cfdi
from automation.sandbox.ledger import Ledger
from automation.sandbox.pki import Authority
from automation.sandbox.printed import print_invoice
from automation.sandbox.receivers import Rejection, Submission, check, submission
from automation.sandbox.tickets import Ticket, TicketState


class Verdict(StrEnum):
    """What the portal's own systems say of a ticket."""

    OK = "ok"
    NOT_FOUND = "not_found"
    WRONG_TOTAL = "wrong_total"
    NOT_SYNCED = "not_synced"
    EXPIRED = "expired"
    INVOICED = "invoiced"
    CANCELLED = "cancelled"
    IN_GLOBAL = "in_global"


_BY_STATE = {
    TicketState.NOT_FOUND: Verdict.NOT_FOUND,
    TicketState.NOT_SYNCED: Verdict.NOT_SYNCED,
    TicketState.EXPIRED: Verdict.EXPIRED,
    TicketState.CANCELLED: Verdict.CANCELLED,
    TicketState.IN_GLOBAL: Verdict.IN_GLOBAL,
}


class RefusedError(Exception):
    """Nothing was issued: TicketRefusedError, ReceiverRefusedError or PaymentRefusedError says why."""


class TicketRefusedError(RefusedError):
    def __init__(self, ticket: Ticket, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.ticket = ticket
        self.verdict = verdict


class ReceiverRefusedError(RefusedError):
    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.sat_text)
        self.rejection = rejection


class PaymentRefusedError(RefusedError):
    """FormaPago is not in c_FormaPago."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice that exists, with its files as they are delivered."""

    uuid: str
    tickets: tuple[str, ...]
    receiver_rfc: str
    total: Decimal
    xml: bytes
    pdf: bytes

    def zip(self) -> bytes:
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            archive.writestr(f"{self.uuid}.xml", self.xml)
            archive.writestr(f"{self.uuid}.pdf", self.pdf)
        return packed.getvalue()


@dataclass(slots=True)
class Office:
    """One per portal and seed. `clock` gives an aware now; files are kept in `folder`."""

    portal: str
    seed: int
    company: Company
    tickets: Sequence[Ticket]
    authority: Authority
    ledger: Ledger
    folder: Path
    clock: Callable[[], datetime]
    blocks_duplicates: bool = True

    def find(self, **keys: str) -> Ticket | None:
        """The sale that has all these values: folio, key, store (its code), terminal or a name in `extra`.
        Compared without outer blanks and without regard to case. A ticket of state NOT_FOUND is none."""
        wanted = {name: _fold(value) for name, value in keys.items()}
        for ticket in self.tickets:
            if ticket.state is not TicketState.NOT_FOUND and _values(ticket, wanted) == wanted:
                return ticket
        return None

    def verdict(self, ticket: Ticket, *, amount: Decimal | None = None) -> Verdict:
        """`amount`: what the person typed as the total, where the portal asks for it."""
        if self.issued_for(ticket) is not None:
            return Verdict.INVOICED
        if (verdict := _BY_STATE.get(ticket.state)) is not None:
            return verdict
        return Verdict.OK if amount is None or amount == ticket.amount else Verdict.WRONG_TOTAL

    def issued_for(self, ticket: Ticket, rfc: str | None = None) -> Issued | None:
        """The invoice of this ticket; with `rfc`, only where it is that receptor's."""
        if ticket.holder_rfc:
            self._issue_beforehand(ticket)
        for entry in self.ledger.issued(portal=self.portal, seed=self.seed, ticket=ticket.id):
            if rfc is None or _fold(rfc) == entry["receiver"]["rfc"]:
                return self._read(str(entry["uuid"]), entry)
        return None

    def issued_by_uuid(self, uuid: str) -> Issued | None:
        """Only this portal's and seed's own."""
        found = self.ledger.issued(portal=self.portal, seed=self.seed, uuid=uuid)
        return self._read(uuid, found[0]) if found else None

    def issued_to(self, rfc: str) -> list[Issued]:
        """Every invoice of one receptor ("Mis facturas"), newest first."""
        entries = self.ledger.issued(portal=self.portal, seed=self.seed)
        mine = [entry for entry in entries if entry["receiver"]["rfc"] == _fold(rfc)]
        return [self._read(str(entry["uuid"]), entry) for entry in reversed(mine)]

    def issue(
        self,
        tickets: Sequence[Ticket],
        receiver: Submission,
        *,
        payment_form: str | None = None,
        strictness: str = "strict",
        flaw: str = "",
    ) -> Issued:
        """Records the attempt, checks, issues one CFDI for all these tickets and writes the ledger.

        `payment_form` None: the first ticket's. `strictness`: see receivers.check. Raises RefusedError, and
        then nothing was issued.
        """
        form = tickets[0].payment_form if payment_form is None else payment_form
        self._record("attempts", tickets, receiver, form)
        for ticket in tickets:
            self._refuse_unless_open(ticket)
        if rejection := check(receiver, strictness=strictness):
            raise ReceiverRefusedError(rejection)
        if form not in PAYMENT_FORMS:
            raise PaymentRefusedError(form)
        return self._issue(tickets, receiver, form, flaw=flaw)

    def _refuse_unless_open(self, ticket: Ticket) -> None:
        verdict = self.verdict(ticket)
        if verdict is Verdict.INVOICED and not self.blocks_duplicates:
            return
        if verdict is not Verdict.OK:
            raise TicketRefusedError(ticket, verdict)

    def _issue(
        self,
        tickets: Sequence[Ticket],
        receiver: Submission,
        form: str,
        *,
        flaw: str = "",
        at: datetime | None = None,
    ) -> Issued:
        invoice = issue_cfdi(
            self.authority,
            self.company,
            tickets,
            receiver,
            payment_form=form,
            now=at or self.clock(),
            flaw=flaw,
        )
        self._keep(invoice, tickets)
        extra = {"uuid": invoice.uuid, "total": str(invoice.total), "beforehand": at is not None}
        self._record("issued", tickets, receiver, form, extra)
        return self._read(invoice.uuid, self.ledger.entries[-1])

    def _issue_beforehand(self, ticket: Ticket) -> None:
        """Tickets that are born invoiced: their CFDI is made when somebody first asks."""
        if not self.ledger.issued(portal=self.portal, seed=self.seed, ticket=ticket.id):
            at = min(ticket.sold_at + timedelta(minutes=30), self.clock())
            self._issue([ticket], submission(ticket.holder_rfc), ticket.payment_form, at=at)

    def _record(
        self,
        kind: str,
        tickets: Sequence[Ticket],
        receiver: Submission,
        form: str,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        self.ledger.append(
            kind,
            at=self.clock().isoformat(),
            portal=self.portal,
            seed=self.seed,
            tickets=[ticket.id for ticket in tickets],
            folios=[ticket.folio for ticket in tickets],
            receiver=asdict(receiver),
            payment_form=form,
            **(extra or {}),
        )

    def _keep(self, invoice: Invoice, tickets: Sequence[Ticket]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{invoice.uuid}.xml").write_bytes(invoice.xml)
        concept = ", ".join(line.article.words for ticket in tickets for line in ticket.lines)
        printed = print_invoice(invoice, self.company, concept[:110])
        (self.folder / f"{invoice.uuid}.pdf").write_bytes(printed)

    def _read(self, uuid: str, entry: Mapping[str, object]) -> Issued:
        receiver, tickets = entry["receiver"], entry["tickets"]
        if not isinstance(receiver, dict) or not isinstance(tickets, list):
            raise TypeError(uuid)
        return Issued(
            uuid=uuid,
            tickets=tuple(tickets),
            receiver_rfc=str(receiver["rfc"]),
            total=Decimal(str(entry["total"])),
            xml=(self.folder / f"{uuid}.xml").read_bytes(),
            pdf=(self.folder / f"{uuid}.pdf").read_bytes(),
        )


def _fold(value: str) -> str:
    return value.strip().upper()


def _values(ticket: Ticket, wanted: Mapping[str, str]) -> dict[str, str]:
    own = {"folio": ticket.folio, "key": ticket.key, "store": ticket.store.code, "terminal": ticket.terminal}
    printed = {**ticket.extra, **own}
    return {name: _fold(printed.get(name, "")) for name in wanted}


def with_extra(ticket: Ticket, **printed: str) -> Ticket:
    """The ticket with further printed data (Portal.finish_ticket)."""
    return replace(ticket, extra={**ticket.extra, **printed})
