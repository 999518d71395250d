"""`manage.py rotate_keys`: every value with the newest key, whoever writes, reads or interrupts meanwhile."""

import base64
import secrets
from itertools import count
from threading import Event
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts import rotation
from accounts.as_owner import organization_ids
from accounts.canary import KeyCanary
from accounts.factor_secrets import open_secret, seal_secret
from accounts.models import FiscalProfile, FiscalProfileVersion
from accounts.scope import in_organization
from config.checks import refuse_wrong_keys
from invoicing import services
from invoicing.models import CfdiFile, InvoiceTask
from tests import factories
from tests.concurrently import in_a_thread, wait_until

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
OLD, NEW = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
WITH_BOTH = f"new:{NEW},old:{OLD}"


@pytest.fixture(autouse=True)
def _sealed_with_the_old_key(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ENCRYPTION_KEYS = f"old:{OLD}"
    monkeypatch.setattr(rotation, "PAUSE", 0.05)


@pytest.fixture
def profiles(settings: Any) -> list[FiscalProfile]:
    """Three firms with a client, a ticket and a file each; the ring then gets its new key."""
    made = [factories.make_profile(factories.make_organization(f"Despacho {number}")) for number in range(3)]
    for profile in made:
        with in_organization(profile.organization_id):
            services.upload_cfdi(task=factories.make_task(profile), xml=b"<no/>")
    refuse_wrong_keys()
    settings.ENCRYPTION_KEYS = WITH_BOTH
    return made


def everywhere(model: type[Any]) -> list[Any]:
    """All rows, as each organization sees its own."""
    found: list[Any] = []
    for organization_id in organization_ids():
        with in_organization(organization_id):
            found += model.objects.all()
    return found


def reread(profile: FiscalProfile) -> FiscalProfile:
    with in_organization(profile.organization_id):
        return FiscalProfile.objects.get(pk=profile.pk)


def rotate(*arguments: str) -> int:
    """The command's exit status."""
    try:
        call_command("rotate_keys", *arguments)
    except SystemExit as end:
        return int(end.code or 0)
    except CommandError as error:
        return error.returncode
    return 0


def values(key: str) -> int:
    return sum(counted[key] for counted in rotation.key_usage().values())


def test_every_value_opens_with_the_new_key_alone(profiles: list[FiscalProfile], settings: Any) -> None:
    assert rotate() == 0
    settings.ENCRYPTION_KEYS = f"new:{NEW}"
    assert [row.receiver for row in everywhere(FiscalProfile)] == [factories.KEMPER] * 3
    assert {row.rfc for row in everywhere(FiscalProfileVersion)} == {"EKU9003173C9"}
    assert all(task.ticket["folio"] for task in everywhere(InvoiceTask))
    assert {bytes(file.content) for file in everywhere(CfdiFile)} == {b"<no/>"}


def test_every_model_with_a_sealed_column_is_gone_through() -> None:
    tables = {table.name for table in rotation.sealed_tables()}
    assert {"accounts_fiscalprofile", "accounts_fiscalprofileversion", "invoicing_invoicetask"} < tables
    assert {"invoicing_cfdi", "invoicing_cfdifile"} < tables


def test_check_counts_changes_nothing_and_tells_by_its_status(
    profiles: list[FiscalProfile], capsys: pytest.CaptureFixture[str]
) -> None:
    before = values("old")
    assert rotate("--check") == 1
    assert "accounts_fiscalprofile: old: 18" in capsys.readouterr().out
    assert (values("old"), values("new")) == (before, 0)
    rotate()
    assert rotate("--check") == 0
    assert (values("old"), values("new")) == (0, before)


def test_an_interrupted_rotation_goes_on_where_it_ended(
    profiles: list[FiscalProfile], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = values("old")
    write = rotation._write

    def killed_at_the_third_batch(*given: Any, batches: list[int] = []) -> None:  # noqa: B006 - it counts
        batches.append(1)
        write(*given)
        if len(batches) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "_write", killed_at_the_third_batch)
    assert rotate("--batch", "1") == 130
    done = values("new")
    assert 0 < done < every
    monkeypatch.setattr(rotation, "_write", write)
    again = rotation.rotate(batch=1)
    assert (again.resealed, again.left) == (every - done, 0)
    assert {row.rfc for row in everywhere(FiscalProfile)} == {"EKU9003173C9"}


def test_what_is_saved_meanwhile_stays_and_nobody_fails_to_read(
    profiles: list[FiscalProfile], settings: Any
) -> None:
    ended, last = Event(), {}
    wrong: list[str] = []

    def save_and_read() -> None:
        for number in count(1):
            for row in everywhere(FiscalProfile):
                row.legal_name = last[row.pk] = f"NOMBRE {number}"
                with in_organization(row.organization_id):
                    row.save()
                wrong.extend({reread(row).legal_name} - {last[row.pk]})
            if ended.is_set():
                return

    writer = in_a_thread(save_and_read)
    for ring in [WITH_BOTH, f"old:{OLD},new:{NEW}"] * 5:
        settings.ENCRYPTION_KEYS = ring
        assert rotation.rotate(batch=1).resealed > 10
    ended.set()
    writer.join(10)
    assert not writer.is_alive()
    assert wrong == []
    assert {row.pk: row.legal_name for row in everywhere(FiscalProfile)} == last


def test_a_row_that_somebody_holds_is_sealed_when_it_is_free_with_what_was_written(
    profiles: list[FiscalProfile],
) -> None:
    held, seen = Event(), []

    def hold() -> None:
        with in_organization(profiles[0].organization_id), transaction.atomic():
            row = FiscalProfile.objects.select_for_update().get(pk=profiles[0].pk)
            row.legal_name = "OTRO NOMBRE"
            row.save(update_fields=["legal_name"])
            held.set()
            wait_until(lambda: values("new") > 0)
            seen.append(values("old"))

    writer = in_a_thread(hold)
    held.wait(10)
    done = rotation.rotate()
    writer.join(10)
    assert seen[0] > 0
    assert done.left == 0
    row = reread(profiles[0])
    assert (row.legal_name, row.rfc) == ("OTRO NOMBRE", "EKU9003173C9")


def test_a_save_of_a_row_read_before_does_not_bring_the_old_key_back(profiles: list[FiscalProfile]) -> None:
    read_before = reread(profiles[0])
    rotate()
    read_before.is_default = False
    with in_organization(read_before.organization_id):
        read_before.save()
    assert values("old") == 0


def test_a_value_that_no_key_opens_is_named_left_as_it_is_and_stops_nothing(
    profiles: list[FiscalProfile], capsys: pytest.CaptureFixture[str]
) -> None:
    """Cut, or sealed with a key that nobody has any more."""
    broken = profiles[1].pk
    with in_organization(profiles[1].organization_id), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_fiscalprofile SET rfc = set_byte(rfc, 20, 255 - get_byte(rfc, 20)) WHERE id = %s",
            [broken],
        )
    assert rotate() == 2
    assert f"accounts_fiscalprofile rfc {broken}" in capsys.readouterr().err
    assert (values("old"), reread(profiles[1]).legal_name) == (1, "ESCUELA KEMPER URGATE")


def test_two_rotations_at_once_do_the_work_once(profiles: list[FiscalProfile]) -> None:
    every, results = values("old"), []
    threads = [in_a_thread(lambda: results.append(rotation.rotate(batch=1))) for _ in range(2)]
    for thread in threads:
        thread.join(20)
    assert sum(done.resealed for done in results) == every
    assert values("old") == 0


def test_a_rotation_with_a_wrong_key_changes_nothing(
    profiles: list[FiscalProfile], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    before = values("old")
    settings.ENCRYPTION_KEYS = f"new:{OLD},old:{NEW}"
    assert rotate() == 2
    assert values("old") == before


def test_the_secrets_of_second_factors_are_sealed_again(db: None, settings: Any) -> None:
    person = factories.make_person()
    kept = Authenticator.objects.create(
        user=person, type="totp", data={"secret": seal_secret("JBSWY3DP"), "other": 1}
    )
    torn = Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "no es nada"})
    refuse_wrong_keys()
    settings.ENCRYPTION_KEYS = WITH_BOTH

    assert rotate() == 2  # one cannot be read

    kept.refresh_from_db()
    torn.refresh_from_db()
    assert (open_secret(kept.data["secret"]), kept.data["other"]) == ("JBSWY3DP", 1)
    assert torn.data == {"seed": "no es nada"}
    assert rotation.key_usage()["mfa_authenticator"] == {"new": 1, "": 1}


def test_keys_that_seal_nothing_any_more_may_be_taken_out_of_the_ring(
    profiles: list[FiscalProfile], settings: Any
) -> None:
    rotate()
    settings.ENCRYPTION_KEYS = f"new:{NEW}"
    refuse_wrong_keys()
    assert not KeyCanary.objects.filter(name="ring:old").exists()


@pytest.mark.parametrize("batch", ["0", "-1", "muchos"])
def test_a_batch_is_a_number_of_rows(batch: str) -> None:
    with pytest.raises(CommandError, match="mayor que 0"):
        call_command("rotate_keys", f"--batch={batch}")
