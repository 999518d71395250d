"""What can be done with tasks, invoices and vendors: keyword-only functions, each one transaction.

Errors: invoicing.errors. A run (whoever drives a browser) uses `running` and `receiving`; people use
`submitting` and `steering`; beat uses `sweeping`.
"""

from invoicing.services.downloading import download_cfdi
from invoicing.services.receiving import receive_cfdi, upload_cfdi
from invoicing.services.running import (
    announce_live_view,
    ask_person,
    asked_of,
    claim_task,
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
    "announce_live_view",
    "announce_waiting",
    "answer_question",
    "ask_person",
    "asked_of",
    "cancel_task",
    "claim_task",
    "commit_point_of_no_return",
    "download_cfdi",
    "end_as_asked",
    "enqueue",
    "fail_task",
    "find_vendor",
    "hand_back",
    "heartbeat",
    "note_progress",
    "pause_task",
    "receive_cfdi",
    "record_step",
    "restart_here",
    "resume_task",
    "retry_task",
    "submit_task",
    "sync_vendors",
    "take_back_point",
    "take_over_lost",
    "take_over_task",
    "take_up_task",
    "upload_cfdi",
]
