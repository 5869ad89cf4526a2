"""What the benchmarks share: servers on cores of their own, the load by `wrk`, and tables for the documentation."""
