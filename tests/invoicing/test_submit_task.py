"""A ticket becomes a task."""

import pytest

from accounts.models import FiscalProfile
from invoicing import services
from invoicing.states import TaskStatus
from tests import factories


def test_a_submitted_ticket_is_queued_on_commit(
    kemper: FiscalProfile, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        task = services.submit_task(
            organization=kemper.organization,
            profile_version=kemper.newest_version(),
            vendor_url=factories.PORTAL,
            ticket=factories.a_ticket(),
        )
        assert task.status == TaskStatus.PENDING
    assert factories.reread(task).status == TaskStatus.QUEUED
