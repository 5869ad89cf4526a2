"""What the API says of itself to programs: OpenAPI for requests, AsyncAPI for events."""
