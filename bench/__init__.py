"""Measurements with peers in the same run. `python -m bench` for all of them, `python -m bench.accept` for one."""
