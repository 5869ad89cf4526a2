"""From the environment to running parts."""
