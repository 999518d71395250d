"""Accounts of portals: sealed, one for each vendor and taxpayer, shown within their organization only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.fields
from accounts.row_security import answer_across, secure_rows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_privacy"),
        ("invoicing", "0005_emptied_tasks"),
    ]
    operations = [
        migrations.CreateModel(
            name="PortalAccount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("username", accounts.fields.EncryptedTextField(verbose_name="usuario")),
                ("password", accounts.fields.EncryptedTextField(verbose_name="contraseña")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creada")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modificada")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="usada")),
                (
                    "last_refused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rechazada por el portal"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="portal_accounts",
                        to="accounts.organization",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.fiscalprofile",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoicing.vendor",
                    ),
                ),
            ],
            options={
                "verbose_name": "cuenta de portal",
                "verbose_name_plural": "cuentas de portales",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "vendor", "profile"),
                        nulls_distinct=False,
                        name="portal_account_once",
                    )
                ],
            },
        ),
        *answer_across(
            "organization_of_portal_account",
            "account uuid",
            "SELECT organization_id FROM invoicing_portalaccount WHERE id = account",
        ),
        secure_rows("invoicing_portalaccount"),
    ]
