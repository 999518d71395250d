"""A sealed value opens only with its key, only where it stands, and only unaltered."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.crypto import (
    BadKeyRing,
    KeyRing,
    Secret,
    TamperedValue,
    UnknownKey,
    keyed_hash,
    row_identity,
)

OLD = "k1:" + base64.b64encode(b"a" * 32).decode()
NEW = "k2:" + base64.b64encode(b"b" * 32).decode()
HERE = row_identity("profiles", "rfc", "7f3c")


def test_what_was_sealed_opens_again() -> None:
    ring = KeyRing.parse(OLD)
    assert ring.open(ring.seal("Ñandú".encode(), bound_to=HERE), bound_to=HERE) == "Ñandú".encode()


def test_the_same_text_is_sealed_differently_each_time() -> None:
    ring = KeyRing.parse(OLD)
    assert ring.seal(b"x", bound_to=HERE) != ring.seal(b"x", bound_to=HERE)


@given(place=st.integers(0, 34), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(place: int, bit: int) -> None:
    ring = KeyRing.parse(OLD)
    sealed = bytearray(ring.seal(b"EKU9", bound_to=HERE))
    sealed[place] ^= 1 << bit
    with pytest.raises((TamperedValue, UnknownKey)):
        ring.open(bytes(sealed), bound_to=HERE)


@given(length=st.integers(0, 34))
def test_a_cut_value_is_noticed(length: int) -> None:
    ring = KeyRing.parse(OLD)
    with pytest.raises((TamperedValue, UnknownKey)):
        ring.open(ring.seal(b"EKU9", bound_to=HERE)[:length], bound_to=HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        row_identity("profiles", "rfc", "8a00"),
        row_identity("profiles", "email", "7f3c"),
        row_identity("others", "rfc", "7f3c"),
        row_identity("profiles", "rf", "c7f3c"),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(elsewhere: bytes) -> None:
    ring = KeyRing.parse(OLD)
    with pytest.raises(TamperedValue):
        ring.open(ring.seal(b"x", bound_to=HERE), bound_to=elsewhere)


def test_a_rotated_ring_still_opens_what_the_old_key_sealed() -> None:
    sealed = KeyRing.parse(OLD).seal(b"x", bound_to=HERE)
    ring = KeyRing.parse(f"{NEW},{OLD}")
    assert ring.open(sealed, bound_to=HERE) == b"x"
    assert not ring.is_newest(sealed)
    assert ring.is_newest(ring.seal(b"x", bound_to=HERE))


def test_a_retired_key_is_named() -> None:
    sealed = KeyRing.parse(OLD).seal(b"x", bound_to=HERE)
    with pytest.raises(UnknownKey, match="k1"):
        KeyRing.parse(NEW).open(sealed, bound_to=HERE)


@pytest.mark.parametrize(
    "text", ["", "sin-dos-puntos", "k1:!!!", "k1:" + base64.b64encode(b"corta").decode(), f"{OLD},{OLD}"]
)
def test_an_unusable_ring_is_refused(text: str) -> None:
    with pytest.raises(BadKeyRing):
        KeyRing.parse(text)


def test_neither_a_ring_nor_a_secret_shows_itself() -> None:
    assert base64.b64encode(b"a" * 32).decode() not in repr(KeyRing.parse(OLD))
    assert "hunter2" not in f"{Secret('hunter2')!r} {Secret('hunter2')}"
    assert Secret("hunter2").reveal() == "hunter2"


def test_a_hash_depends_on_key_and_purpose() -> None:
    first = keyed_hash("EKU9003173C9", key=b"k" * 32, purpose="profile.rfc")
    assert first == keyed_hash("EKU9003173C9", key=b"k" * 32, purpose="profile.rfc")
    assert first != keyed_hash("EKU9003173C9", key=b"k" * 32, purpose="ticket")
    assert first != keyed_hash("EKU9003173C9", key=b"q" * 32, purpose="profile.rfc")
