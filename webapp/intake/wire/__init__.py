"""What agencies write around a story: bylines, marks, notices, terms of use."""
