"""What makes a browser one of those that have no Navigation API (iPhones before iOS 26.2)."""

from __future__ import annotations

WITHOUT_NAVIGATION = "Object.defineProperty(globalThis, 'navigation', { value: undefined })"
