"""What every HTTP view shares: answers, languages, assets, and the parts that views are given."""
