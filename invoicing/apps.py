"""What this app tells accounts when it starts, and how people see it called (the admin)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicingConfig(AppConfig):
    name = "invoicing"
    verbose_name = _("Comercios y facturas")

    def ready(self) -> None:
        from accounts.privacy.holdings import hold  # noqa: PLC0415 - needs the models
        from accounts.privacy.retention import keep_by  # noqa: PLC0415
        from invoicing.account_holding import PortalAccounts  # noqa: PLC0415
        from invoicing.taxpayer_holding import (  # noqa: PLC0415
            ENDED_TICKETS,
            KEPT_INVOICES,
            TicketsAndInvoices,
        )

        hold("invoicing", TicketsAndInvoices())
        hold("portal_accounts", PortalAccounts())
        keep_by(ENDED_TICKETS)
        keep_by(KEPT_INVOICES)
