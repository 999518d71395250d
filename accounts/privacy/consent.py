"""Who accepted which version of the aviso de privacidad."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.acting import acting
from accounts.keys import lookup_hash
from accounts.models import NoticeConsent, User
from accounts.privacy.notice import Notice, current_notice


@transaction.atomic
def accept_notice(*, person: User, version: str, now: datetime) -> NoticeConsent:
    """Recorded once for each version: accepting again changes nothing."""
    who = acting()
    consent, _is_new = NoticeConsent.objects.get_or_create(
        person=person,
        version=version,
        defaults={
            "accepted_at": now,
            "source": who.source,
            "address_hash": lookup_hash(who.address, purpose="audit.address") if who.address else "",
        },
    )
    if version == current_notice().version and person.accepted_notice != version:
        person.accepted_notice = version
        person.save(update_fields=["accepted_notice"])
    return consent


def notice_to_accept(person: Any) -> Notice | None:
    """The version that holds now, where a signed-in person has not accepted it yet. Without a query: the
    person's own row says which they accepted last."""
    newest = current_notice()
    if not isinstance(person, User) or person.accepted_notice == newest.version:
        return None
    return newest
