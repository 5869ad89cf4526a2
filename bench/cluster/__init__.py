"""A bad night, made on purpose: three stores, three Sentinels, two web hosts, two clocks and HAProxy, each on a machine of its
own (a network namespace), and faults composed at random from a seed.

    publishers ─► front ─► web1, web2 ─► store1, store2, store3        what everybody did and saw is a history (`history.py`),
    listeners ◄──┘            clock1, clock2 ──┘                      and `checker.py` says what in it cannot have been right
"""
