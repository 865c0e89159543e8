"""`python -m dvrules` is the command `dvrules`."""

from dvrules.cli.main import run

run()
