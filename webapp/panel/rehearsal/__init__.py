"""The rehearsal in the panel and over HTTP: the same views as the newsroom's, given the rehearsal's site."""
