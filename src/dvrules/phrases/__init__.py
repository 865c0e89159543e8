"""Phrases: the words in which documents state deadlines, read into tables and written from them."""

from dvrules.phrases.parsing import parse
from dvrules.phrases.readings import Problem, Reading
from dvrules.phrases.rendering import render

__all__ = ["Problem", "Reading", "parse", "render"]
