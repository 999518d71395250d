"""What the audit is told of tickets and invoices: who, which task, from which state. Called by services."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from invoicing.models import Cfdi, InvoiceTask
from invoicing.portal_accounts import PortalAccount

SUBMITTED = "task.submitted"
TAKEN_UP = "task.taken_up"
CANCELLED = "task.cancelled"
PAUSED = "task.paused"
RESUMED = "task.resumed"
RETRIED = "task.retried"
ANSWERED = "task.answered"
TAKEN_OVER = "task.taken_over"
UPLOADED = "cfdi.uploaded"
DOWNLOADED = "cfdi.downloaded"
ACCOUNT_CREATED = "portal_account.created"
ACCOUNT_REPLACED = "portal_account.replaced"
ACCOUNT_TRUSTED = "portal_account.trusted_again"
ACCOUNT_DELETED = "portal_account.deleted"

audit.VERB_WORDS.update(
    {
        SUBMITTED: _("Pidió una factura"),
        TAKEN_UP: _("Retomó una solicitud"),
        CANCELLED: _("Canceló una solicitud"),
        PAUSED: _("Pausó una solicitud"),
        RESUMED: _("Reanudó una solicitud"),
        RETRIED: _("Reintentó una solicitud"),
        ANSWERED: _("Contestó lo que faltaba"),
        TAKEN_OVER: _("Tomó el control del navegador"),
        UPLOADED: _("Subió un CFDI"),
        DOWNLOADED: _("Descargó un CFDI"),
        ACCOUNT_CREATED: _("Guardó una cuenta de portal"),
        ACCOUNT_REPLACED: _("Cambió una cuenta de portal"),
        ACCOUNT_TRUSTED: _("Volvió a permitir una cuenta de portal"),
        ACCOUNT_DELETED: _("Borró una cuenta de portal"),
    }
)


def record_task(
    verb: str, task: InvoiceTask, *, by: User | None, was: str = "", fields: Iterable[str] = ()
) -> None:
    """`was`: the status before. `fields`: names of ticket data, never their values."""
    after: dict[str, audit.Plain] = {"status": str(task.status)}
    if not was:
        after |= {"profile_version": str(task.profile_version_id), "ticket_hash": task.ticket_hash}
    before = {"status": str(was)} if was else {}
    audit.record_of(verb, task, kind="task", by=by, fields=fields, before=before, after=after)


def record_cfdi(verb: str, cfdi: Cfdi, *, by: User | None, file_kind: str = "") -> None:
    after: dict[str, audit.Plain] = {"task": str(cfdi.task_id), "uuid": cfdi.uuid, "verdict": cfdi.status}
    if file_kind:
        after["file"] = file_kind
    audit.record_of(verb, cfdi, kind="cfdi", by=by, after=after)


def record_account(verb: str, account: PortalAccount, *, by: User | None, fields: Iterable[str] = ()) -> None:
    """At which vendor and for whom; of the account itself nothing but the names of what changed."""
    profile_id = str(account.profile_id) if account.profile_id else None
    after = {"vendor": account.vendor.slug, "profile": profile_id}
    audit.record_of(verb, account, kind="portal_account", by=by, fields=fields, after=after)
