"""Pictures that we draw ourselves: link cards of headlines, articles and programmes, and the station's icons."""
