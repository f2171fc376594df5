"""What all processes of the portal count together."""

from django.db import models


class SharedCount(models.Model):
    """A value under a key until its time is over: see `accounts.sign_in.shared`."""

    key = models.CharField(primary_key=True, max_length=255)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
