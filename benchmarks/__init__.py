"""Scripts that measure quality and speed, side by side in one run; run them with `python -m`."""
