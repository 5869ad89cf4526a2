"""What listeners and partner sites read: pages, feeds, the public API, embeds. Answered from memory."""
