"""What a careful person holds in the hand at a portal, and the way a plain form is filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Frame, FrameLocator, Locator, Page

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.site import Scenario

Scope = Page | Frame


@dataclass(frozen=True)
class Papers:
    """The ticket and the taxpayer's data."""

    scenario: Scenario

    def __getattr__(self, name: str) -> str:
        source = self.scenario.profile if name in self.scenario.profile else self.scenario.ticket
        return str(source[name])

    @property
    def total(self) -> str:
        return f"{self.scenario.ticket['amount']:.2f}"

    @property
    def day(self) -> date:
        return date.fromisoformat(self.date)

    @property
    def regime(self) -> str:
        return REGIMES[self.fiscal_regime]

    @property
    def use(self) -> str:
        return USES[self.cfdi_use]


Part = Callable[[Scope, Papers], None]


def type_all(scope: Scope | FrameLocator | Locator, values: dict[str, str]) -> None:
    for name, value in values.items():
        found = scope.locator(f"[name='{name}']")
        if found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(value)
        else:
            found.fill(value)
