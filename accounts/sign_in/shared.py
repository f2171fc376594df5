"""The cache that all processes share, in the database: what guesses are counted in.

A cache in each process's memory would give every process a count of its own, and one that
fails in silence would let guesses pass. Here a value that cannot be written is an error,
nothing is dropped before its time, and of those who add a key at one moment one succeeds.
"""

from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class SharedCache(BaseCache):
    """Django's cache on the table of `SharedCount`, with values that JSON can say."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """True for one caller, until the time is over."""
        key = self.make_and_validate_key(key, version=version)
        rows = self._rows
        rows.filter(key=key, expires_at__lte=timezone.now()).delete()
        try:
            with transaction.atomic():
                rows.create(key=key, value=value, expires_at=self._end(timeout))
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_and_validate_key(key, version=version)
        found = self._rows.filter(key=key, expires_at__gt=timezone.now())
        return next(iter(found.values_list("value", flat=True)), default)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        key = self.make_and_validate_key(key, version=version)
        row = self._rows.model(key=key, value=value, expires_at=self._end(timeout))
        self._rows.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["value", "expires_at"],
        )

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        held = self._rows.filter(key=key, expires_at__gt=timezone.now())
        return bool(held.update(expires_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        return bool(self._rows.filter(key=key).delete()[0])

    def clear(self) -> None:
        self._rows.all().delete()

    @property
    def _rows(self) -> Any:
        from accounts.models import SharedCount  # the cache is made before the models

        return SharedCount.objects

    def _end(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return FOR_EVER if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def forget_expired() -> int:
    """Delete what is over and nobody asked for again; how much that was."""
    from accounts.models import SharedCount

    return SharedCount.objects.filter(expires_at__lte=timezone.now()).delete()[0]
