"""`manage.py read_portal`: a dry run of the reader on one page (CONTRACT.md section 5)."""

import asyncio
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand
from django.utils import timezone

from automation.adapters import address_policy, browser_provider, invoice_request, limits
from automation.browser.base import AddressRefused, BrowserError
from automation.dry_run import read_portal
from automation.intake import InputRefused, read_given
from invoicing.deadlines import MEXICO
from invoicing.errors import AddressRefused as AddressMalformed
from invoicing.portal_address import checked_address

READ, REFUSED, UNREACHABLE = 0, 2, 4


class Command(BaseCommand):
    help = "Abre una página, la lee y dice qué escribiría en cada campo; no envía ni escribe nada."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="dirección http, https o (donde se permite) file")
        parser.add_argument("--profile", type=Path, required=True)
        parser.add_argument("--ticket", type=Path, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        status, answer = self._answer(options)
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        sys.exit(status)

    def _answer(self, options: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        now = timezone.now()
        try:
            address = _address(options["address"])
            given = read_given(
                profile=options["profile"], ticket=options["ticket"], credentials=None, now=now
            )
        except InputRefused as error:
            return REFUSED, {"failure_reason": str(error)}
        request = invoice_request(portal_url=address, receiver=given.receiver, ticket=given.ticket)
        reading = read_portal(
            request,
            provider=browser_provider(),
            policy=address_policy(files=True),
            limits=limits(),
            today=now.astimezone(MEXICO).date(),
        )
        try:
            return READ, asyncio.run(reading)
        except AddressRefused as error:
            return REFUSED, {"failure_reason": f"address: {error}"}
        except BrowserError as error:
            return UNREACHABLE, {"failure_reason": str(error)}


def _address(text: str) -> str:
    if urlsplit(text).scheme.lower() == "file":
        return text
    try:
        return checked_address(text)
    except AddressMalformed as error:
        raise InputRefused("address", error.reason) from error
