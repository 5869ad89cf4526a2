"""The station's feeds: polled, read, and announced by WebSub hubs."""
