"""The station's feeds: asked, read, and heard of by hubs."""
