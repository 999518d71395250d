"""Model fields whose column holds a sealed value, bound to its table, column and row.

The row's key must be known before the insert (a uuid). Values are opened when they are first read, so
that a list which does not show them costs nothing. They cannot be filtered by, nor written by
`QuerySet.update()` or `bulk_update()`, which do not know the row.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.lookups import Lookup
from django.db.models.query_utils import DeferredAttribute

from accounts.crypto import row_identity
from accounts.keys import key_ring


class Sealed(bytes):
    """Bytes as they stand in the column, not yet opened."""

    __slots__ = ()


class OpeningAttribute(DeferredAttribute):
    """Opens the sealed value on the first read. A data descriptor, or the instance's dict would win."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = self.field.open(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):  # type: ignore[type-arg]
    """Base: subclasses say how a value becomes bytes and comes back."""

    descriptor_class = OpeningAttribute

    def encode(self, value: Any) -> bytes:
        raise NotImplementedError

    def decode(self, plain: bytes) -> Any:
        raise NotImplementedError

    def open(self, sealed: bytes, instance: models.Model) -> Any:
        """Raises accounts.crypto.CryptoError."""
        return self.decode(key_ring().open(bytes(sealed), bound_to=self._place(instance)))

    def from_db_value(
        self, value: Any, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: FBT001 - Django's
        value = model_instance.__dict__.get(self.attname, self.get_default())
        if isinstance(value, Sealed) and not key_ring().is_newest(value):
            value = self.open(value, model_instance)  # a save never brings an older key back
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(key_ring().seal(self.encode(value), bound_to=self._place(model_instance)))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is encrypted per row: assign it and save() the object.")
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is encrypted and not serialised.")

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]] | None":
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def _place(self, instance: models.Model) -> bytes:
        if instance.pk is None:
            raise TypeError(f"{self.name} needs a primary key that is known before the insert.")
        return row_identity(self.model._meta.db_table, self.attname, instance.pk)  # noqa: SLF001 - Django's public name


class EncryptedTextField(EncryptedField):
    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class EncryptedJSONField(EncryptedField):
    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


class EncryptedBytesField(EncryptedField):
    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, plain: bytes) -> bytes:
        return plain


def encrypted_fields(model: type[models.Model]) -> Sequence[EncryptedField]:
    """What a key rotation has to go through."""
    columns = model._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return [field for field in columns if isinstance(field, EncryptedField)]
