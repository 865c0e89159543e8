"""The collector of cycles keeps off a batch while it is made, and takes it for old when it is done."""

from __future__ import annotations

import gc
import weakref

import pytest

from dvrules.batches import batch


class Ring:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.ring = self


@pytest.fixture
def collecting():
    gc.enable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collecting")
def test_nothing_is_collected_meanwhile_and_all_may_be_afterwards():
    with batch():
        assert not gc.isenabled()
        ring = weakref.ref(Ring())
        made = [[] for _ in range(100_000)]
        assert ring()
    assert gc.isenabled()
    assert gc.get_count()[0] < len(made)
    gc.collect()
    assert not ring()


@pytest.mark.usefixtures("collecting")
def test_a_collector_that_was_off_stays_off():
    gc.disable()
    with batch():
        pass
    assert not gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_what_others_put_aside_stays_so():
    gc.freeze()
    aside = gc.get_freeze_count()
    try:
        with batch():
            pass
        assert gc.get_freeze_count() == aside
    finally:
        gc.unfreeze()
