"""The programme grid, dated entries, holds and the as-run record in the store."""
