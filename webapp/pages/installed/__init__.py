"""The station as an installed app: its manifest, and the service worker that keeps pages for a time without a network."""
