"""dvrules plugins: what is installed, and what it offers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dvrules.cli.console import Console
from dvrules.messages import Messages


def arguments(parser: ArgumentParser, messages: Messages) -> None:
    """No arguments of its own."""
