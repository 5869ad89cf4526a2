"""The kill table, long form: a whole audience, a publisher that retries, and faults one after the other.

    publisher ─► web (two workers) ─► listeners: a raw crowd, stock Python clients, stock JS clients
                     │ link that can be cut
                   store

Every listener keeps a journal of what it showed and when; `verdict.judge` holds it against what was acknowledged.
"""
