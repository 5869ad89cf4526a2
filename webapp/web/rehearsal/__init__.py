"""The rehearsal: a second board under keys of its own, to which no listener's page, feed, surface or socket is wired."""
