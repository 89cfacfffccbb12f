"""Bytes come back as they went in, kept once, within a limit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.blobs import MAX_BYTES
from store.schema import blobs

if TYPE_CHECKING:
    from store.unit import Store


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_any_bytes_come_back_as_they_went_in(store: Store, data: bytes) -> None:
    with store.unit() as unit:
        digest = unit.blobs.put(data)

    with store.view() as view:
        found = view.blobs.get(digest)

    assert found == data
    assert digest == hashlib.sha256(data).hexdigest()


def test_the_same_bytes_are_one_row_also_across_units(store: Store) -> None:
    for _ in range(2):
        with store.unit() as unit:
            assert unit.blobs.put(b"same") == unit.blobs.put(b"same")

    with store._engines.reader.connect() as connection:
        assert len(connection.execute(blobs.select()).all()) == 1


def test_a_large_mail_is_kept_and_one_above_the_limit_refused(store: Store) -> None:
    large = b"base64 of a photograph\r\n" * (MAX_BYTES // 24)
    with store.unit() as unit:
        digest = unit.blobs.put(large)
        with pytest.raises(ValueError, match="more than the"):
            unit.blobs.put(bytes(MAX_BYTES + 1))

    with store.view() as view:
        assert view.blobs.get(digest) == large


def test_unknown_bytes_are_none(store: Store) -> None:
    with store.view() as view:
        assert view.blobs.get("0" * 64) is None
