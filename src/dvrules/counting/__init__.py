"""Counting: periods, working days, and days reckoned step by step."""
