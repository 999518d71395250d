"""What a page that was answered holds: what the policy forbids, and its forms with their fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import FiscalProfile
from tests.routes import NOWHERE, every_route

MARK = "x-smuggled"
"""An element that no page of ours has: where it is found, a text was taken for markup."""
TYPED = {"text", "search", "email", "tel", "url", "password", ""}


@dataclass
class PageForm:
    method: str
    action: str
    typed: list[str] = field(default_factory=list)
    """names of what a person writes by hand"""
    given: dict[str, str] = field(default_factory=dict)
    """what is sent unless changed"""


class PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.smuggled: list[str] = []
        self.forms: list[PageForm] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note_inline(tag, given)
        if tag == MARK or MARK in given:
            self.smuggled.append(tag)
        if tag == "form":
            self.forms.append(PageForm(given.get("method", "get").lower(), given.get("action", "")))
        elif self.forms:
            self._note_field(tag, given)

    def _note_inline(self, tag: str, given: Mapping[str, str]) -> None:
        is_inline = tag == "script" and not given.get("src")
        if tag == "style" or (is_inline and given.get("type", "") != "application/json"):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or re.match(r"on[a-z]|hx-on", name)]
        self.inline += [value for value in given.values() if value.strip().lower().startswith("javascript:")]

    def _note_field(self, tag: str, given: Mapping[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or not form.given.get(self._select)):
            form.given[self._select] = given.get("value", "")
        elif tag == "textarea" or (tag == "input" and given.get("type", "") in TYPED):
            form.typed.append(name)
        elif tag == "input" and given.get("type") not in {"submit", "file", "checkbox", "radio", "button"}:
            form.given[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def read(page: str) -> PageReader:
    reader = PageReader()
    reader.feed(page)
    return reader


def pages_with(arguments: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Every address of the product that is read; `arguments`: the beginning of a route → its objects' ids."""
    found = []
    for route in every_route():
        begins = max((start for start in arguments if route.pattern.startswith(start)), key=len, default="")
        found.append(route.address({**NOWHERE, **arguments.get(begins, {})}))
    return [address for address in dict.fromkeys(found) if address != reverse("admin:logout")]


def ids_of(kemper: FiscalProfile, task: Any, *, invitation_token: str = "token") -> dict[str, dict[str, str]]:
    return {
        "clientes/": {"pk": str(kemper.pk)},
        "tickets/": {"pk": str(task.pk)},
        "admin/accounts/user/": {"object_id": str(task.created_by_id)},
        "admin/accounts/organization/": {"object_id": str(kemper.organization_id)},
        "admin/accounts/fiscalprofile/": {"object_id": str(kemper.pk), "pk": str(kemper.pk)},
        "admin/invoicing/invoicetask/": {"object_id": str(task.pk), "pk": str(task.pk)},
        "invitacion/": {"token": invitation_token},
    }


def read_all(client: Client, addresses: list[str]) -> dict[str, Any]:
    """Address → answer, of what answers with a page of its own."""
    answers = {address: client.get(address) for address in addresses}
    return {
        address: answer
        for address, answer in answers.items()
        if answer.headers.get("Content-Type", "").startswith("text/html")
    }
