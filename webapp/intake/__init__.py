"""The world outside → the desk: articles from feeds and pages, and what the station's streams are doing."""
