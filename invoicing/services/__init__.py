"""What can be done with tasks, invoices and vendors: keyword-only functions, each one transaction.

Errors: invoicing.errors. A run (whoever drives a browser) uses `running` and `receiving`; people use
`submitting` and `steering`; beat uses `sweeping`.
"""

from invoicing.services.claiming import claim_next, claim_task
from invoicing.services.downloading import download_cfdi
from invoicing.services.portal_accounts import (
    account_for_run,
    create_portal_account,
    delete_portal_account,
    find_portal_account,
    note_account_use,
    replace_portal_account,
    trust_portal_account,
    usable_accounts,
)
from invoicing.services.receiving import receive_cfdi, upload_cfdi
from invoicing.services.running import (
    announce_live_view,
    ask_person,
    asked_of,
    commit_point_of_no_return,
    end_as_asked,
    fail_task,
    hand_back,
    heartbeat,
    note_progress,
    record_step,
    take_back_point,
)
from invoicing.services.steering import (
    answer_question,
    cancel_task,
    pause_task,
    resume_task,
    retry_task,
    take_over_task,
)
from invoicing.services.submitting import enqueue, restart_here, submit_task, take_up_task
from invoicing.services.sweeping import announce_waiting, take_over_lost
from invoicing.services.vendors import find_vendor, sync_vendors

__all__ = [
    "account_for_run",
    "announce_live_view",
    "announce_waiting",
    "answer_question",
    "ask_person",
    "asked_of",
    "cancel_task",
    "claim_next",
    "claim_task",
    "commit_point_of_no_return",
    "create_portal_account",
    "delete_portal_account",
    "download_cfdi",
    "end_as_asked",
    "enqueue",
    "fail_task",
    "find_portal_account",
    "find_vendor",
    "hand_back",
    "heartbeat",
    "note_account_use",
    "note_progress",
    "pause_task",
    "receive_cfdi",
    "record_step",
    "replace_portal_account",
    "restart_here",
    "resume_task",
    "retry_task",
    "submit_task",
    "sync_vendors",
    "take_back_point",
    "take_over_lost",
    "take_over_task",
    "take_up_task",
    "trust_portal_account",
    "upload_cfdi",
    "usable_accounts",
]
