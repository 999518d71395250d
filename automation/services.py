"""Running queued tasks: what a Celery worker calls."""

import asyncio
from functools import partial
from uuid import uuid4

import structlog
from django.db import close_old_connections

from accounts.scope import in_organization
from automation.adapters import browser_provider, run_seconds
from automation.desk import process_name
from automation.pilots.base import AccountUse
from automation.reading.request import Credentials
from automation.runner import RunLimits, run_claimed
from invoicing import services
from invoicing.errors import LeaseLost
from invoicing.models import InvoiceTask, Priority
from invoicing.portal_accounts import PortalAccount
from invoicing.states import TaskStatus

log = structlog.get_logger(__name__)


def run_next(*, priority: Priority) -> bool:
    """Claims the task of this priority whose turn it is, and drives it to an end. False where there is none."""
    owner = f"{process_name()}:{uuid4().hex[:8]}"
    task = services.claim_next(priority=priority, owner=owner)
    if task is None:
        return False
    with in_organization(task.organization_id):
        _run(task, owner)
    return True


def _run(task: InvoiceTask, owner: str) -> TaskStatus | None:
    """The status in which it was left; None where another process took it meanwhile."""
    try:
        run_limits = _limits_of(task)
        return asyncio.run(run_claimed(task, owner=owner, provider=browser_provider(), run_limits=run_limits))
    except LeaseLost:
        log.warning("lease_lost", task_id=str(task.pk))
        return None
    finally:
        close_old_connections()


def _limits_of(task: InvoiceTask) -> RunLimits:
    """With the account as it stands now: one that is replaced meanwhile is the next run's."""
    seconds = run_seconds(task.vendor)
    account = services.account_for_run(task=task)
    if account is None:
        return RunLimits(seconds=seconds)
    credentials = Credentials(account.username, account.password)
    return RunLimits(seconds=seconds, credentials=credentials, on_account=partial(_note, account))


def _note(account: PortalAccount, use: AccountUse) -> None:
    services.note_account_use(account=account, refused=use is AccountUse.REFUSED)
