"""Why a picture is not shown."""

from __future__ import annotations


class UnusablePicture(Exception):
    """The file is no picture that we show; the message says why."""


class PictureUnavailable(Exception):
    """The picture cannot be served now; trying again may help after `retry_after_s`."""

    def __init__(self, reason: str, retry_after_s: float) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s
