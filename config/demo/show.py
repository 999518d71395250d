"""What the demo shows in the terminal: steps as they happen, then the invoice with each check."""

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from automation.foreground import write_cfdi
from config.demo.processes import Processes
from invoicing.models import Cfdi, InvoiceTask, TaskStep
from invoicing.states import OPEN, TaskStatus

GLANCE = 0.15
VERDICTS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]–[/]"}


def follow(task: InvoiceTask, console: Console, processes: Processes, *, limit: float) -> InvoiceTask:
    """Shows each step until the task rests or `limit` seconds have passed. Raises ProcessEnded."""
    began, seen = time.monotonic(), 0
    with console.status("En la fila…") as status:
        while time.monotonic() - began < limit:
            processes.check()
            task.refresh_from_db()
            for step in TaskStep.objects.filter(task=task, seq__gt=seen):
                seen = step.seq
                console.print(f"[dim]{time.monotonic() - began:5.1f} s[/]  {step.content['message']}")
            status.update(f"{_words(task)} · {time.monotonic() - began:.0f} s")
            if task.status not in OPEN or task.status == TaskStatus.INTERVENTION_NEEDED:
                break
            time.sleep(GLANCE)
    return task


def _words(task: InvoiceTask) -> str:
    return "El piloto trabaja en el portal" if task.status == TaskStatus.RUNNING else "En la fila"


def show_end(task: InvoiceTask, console: Console, out: Path) -> None:
    cfdi = task.cfdis.order_by("-received_at").first()
    if cfdi is None:
        console.print(f"[red]{task.status}[/]: {task.failure_reason}")
        return
    files = write_cfdi(cfdi, out)
    console.print()
    console.print(f"[bold]{task.status}[/]  UUID [bold]{cfdi.uuid}[/]  total ${cfdi.total:,.2f}")
    if cfdi.trust_note:
        console.print(f"[yellow]{cfdi.trust_note}[/]")
    console.print(_checks(cfdi))
    console.print(f"XML  {files['xml_path']}")
    if files["pdf_path"]:
        console.print(f"PDF  {files['pdf_path']}")


def _checks(cfdi: Cfdi) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 1))
    for check in cfdi.checks:
        table.add_row(VERDICTS[check["ok"]], check["name"], check["detail"])
    return table
