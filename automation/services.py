"""Running queued tasks: what a Celery worker calls."""

import asyncio
from functools import partial
from uuid import UUID

import structlog
from django.conf import settings
from django.db import close_old_connections

from accounts.scope import in_organization
from automation.adapters import browser_provider
from automation.desk import process_name
from automation.pilots.base import AccountUse
from automation.reading.request import Credentials
from automation.runner import RunLimits, run_claimed
from invoicing import services
from invoicing.crossings import organization_of_task
from invoicing.errors import LeaseLost
from invoicing.models import InvoiceTask
from invoicing.portal_accounts import PortalAccount
from invoicing.states import TaskStatus

log = structlog.get_logger(__name__)


def run_task(*, task_id: UUID) -> TaskStatus | None:
    """Claims the task and drives it to an end. None where there was nothing to take, or it was lost."""
    organization_id = organization_of_task(task_id)
    if organization_id is None:
        return None
    with in_organization(organization_id):
        return _run_within(task_id)


def _run_within(task_id: UUID) -> TaskStatus | None:
    owner = f"{process_name()}:{task_id.hex[:8]}"
    task = services.claim_task(task_id=task_id, owner=owner)
    if task is None:
        return None
    try:
        run_limits = _limits_of(task)
        return asyncio.run(run_claimed(task, owner=owner, provider=browser_provider(), run_limits=run_limits))
    except LeaseLost:
        log.warning("lease_lost", task_id=str(task_id))
        return None
    finally:
        close_old_connections()


def _limits_of(task: InvoiceTask) -> RunLimits:
    """With the account as it stands now: one that is replaced meanwhile is the next run's."""
    seconds = float(settings.RUN_SECONDS)
    account = services.account_for_run(task=task)
    if account is None:
        return RunLimits(seconds=seconds)
    credentials = Credentials(account.username, account.password)
    return RunLimits(seconds=seconds, credentials=credentials, on_account=partial(_note, account))


def _note(account: PortalAccount, use: AccountUse) -> None:
    services.note_account_use(account=account, refused=use is AccountUse.REFUSED)
