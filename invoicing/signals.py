"""The one signal of the product: how a task starts without invoicing importing automation."""

from django.dispatch import Signal

task_queued = Signal()
"""A task waits for a run (also: for a recovery). Sent after commit; keyword `task_id`, `priority`."""
