"""Benchmarks: made-up national workloads, and how long dvrules and its peers take over them."""
