"""Pictures that editors uploaded, in the store: every web process serves them, and a backup has them."""

from __future__ import annotations

from webapp.newsroom.articles.picture_paths import upload_of
from webapp.newsroom.model import Picture
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors


class Uploads:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, upload: str, webp: bytes) -> None:
        """Keeps a picture for two days; longer once an article has it."""
        with store_errors():
            self._store.set(keys.uploaded_picture(upload), webp, ex=keys.UPLOAD_TTL_S)

    def get(self, upload: str) -> bytes | None:
        """The picture as WebP; `None` where nobody needed it any more."""
        with store_errors():
            found: bytes | None = self._store.get(keys.uploaded_picture(upload))
        return found

    def has(self, picture: Picture) -> bool:
        """Whether `picture` is kept here still, or was not uploaded."""
        upload = upload_of(picture.url)
        if upload is None:
            return True
        with store_errors():
            return bool(self._store.exists(keys.uploaded_picture(upload)))


def upload_writes(picture: Picture | None, before: Picture | None = None) -> list[Write]:
    """The commands that keep the upload that `picture` is, and let go in two days of the one that it replaces."""
    now, old = (one and upload_of(one.url) for one in (picture, before))
    writes: list[Write] = []
    if old and old != now:
        writes.append(("EXPIRE", keys.uploaded_picture(old), keys.UPLOAD_TTL_S))
    if now:
        writes.append(("PERSIST", keys.uploaded_picture(now)))
    return writes


def upload_removal(picture: Picture | None) -> list[Write]:
    """The commands that remove the upload that `picture` is at once."""
    upload = picture and upload_of(picture.url)
    return [("DEL", keys.uploaded_picture(upload))] if upload else []
