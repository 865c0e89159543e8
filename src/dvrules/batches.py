"""Batches: much made at once, while nothing of it can be garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def batch() -> Iterator[None]:
    """Hold the cyclic collector off meanwhile: it would walk over all that is being made, again and again.

    What a batch makes is values, which hold no circles; a collector that was off before stays off. Afterwards they pass
    for old, so that it need not go through all of them at once either.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # nobody else has put anything aside
                gc.freeze()
                gc.unfreeze()
            gc.enable()
