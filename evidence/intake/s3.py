"""A store that speaks S3: private, encrypted by the store, and never under a public address.

It answers as a folder does: FileNotFoundError for what is gone, OSError for whatever else
goes wrong, and files that are read a stretch at a time, however large they are.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, cast

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

STRETCH = 8 * 1024 * 1024
AT_ONCE = 256 * 1024
LONGEST_LINK = 60
# One connection an upload, so that memory holds one part of it and not ten.
TRANSFER = TransferConfig(
    multipart_threshold=STRETCH, multipart_chunksize=STRETCH, use_threads=False
)
GONE = ("404", "NoSuchKey", "NotFound")


@contextmanager
def as_of_files(name: str) -> Iterator[None]:
    """What goes wrong at the store, told as it is told of files."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in GONE:
            raise FileNotFoundError(f"Nothing is stored as {name}") from error
        raise OSError(f"The store refused: {error}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The store cannot be reached: {error}") from error


class EncryptedS3Storage(S3Storage):
    """`links` is how many seconds a link to a file lives; 0 where the portal gives none."""

    def __init__(self, *, links: int = 0, **options: Any) -> None:
        self.links = min(links, LONGEST_LINK)
        super().__init__(transfer_config=TRANSFER, **options)

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("What is stored is never changed, so that it is opened to read alone.")
        size = self.size(name)
        ranged = _Stretches(self, self._key(name), size)
        return File(cast(Any, io.BufferedReader(ranged, AT_ONCE)), name)

    def _save(self, name: str, content: File) -> str:
        given = self._get_write_parameters(self._key(name))
        with as_of_files(name):
            self.bucket.Object(self._key(name)).upload_fileobj(
                _Chunks(content), ExtraArgs=given, Config=TRANSFER
            )
        return clean_name(name)

    def delete(self, name: str) -> None:
        with as_of_files(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_of_files(name):
            return super().exists(name)

    def size(self, name: str) -> int:
        with as_of_files(name):
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with as_of_files(name):
            return super().get_modified_time(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with as_of_files(name):
            return super().listdir(name)

    def url(self, name: str | None, *more: Any, **named: Any) -> str:
        """None: whoever may read a file is given it, or a `link_to` it, after the check."""
        raise NotImplementedError("Stored files have no address.")

    def link_to(self, name: str, *, media_type: str, disposition: str) -> str:
        """An address that gives the file to whoever has it, for `links` seconds from now."""
        given = {
            "Bucket": self.bucket_name,
            "Key": self._key(name),
            "ResponseContentType": media_type,
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": "private, no-store",
        }
        client = self.connection.meta.client
        return client.generate_presigned_url("get_object", Params=given, ExpiresIn=self.links)

    def _key(self, name: str) -> str:
        return self._normalize_name(clean_name(name))


class _Chunks:
    """The chunks of a file to be read as a stream: the portal hashes them as they pass."""

    def __init__(self, content: File) -> None:
        self._chunks, self._left = content.chunks(), b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._left) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._left += chunk if isinstance(chunk, bytes) else bytes(chunk, "utf-8")
        size = len(self._left) if size < 0 else size
        found, self._left = self._left[:size], self._left[size:]
        return found


class _Stretches(io.RawIOBase):
    """A stored file, asked for a stretch at a time from wherever it is read."""

    def __init__(self, storage: EncryptedS3Storage, key: str, size: int) -> None:
        self._storage, self._key, self._size = storage, key, size
        self._at, self._body, self._left = 0, None, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset != self._at:
            self._let_go()
            self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        with as_of_files(self._key):
            body = self._body if self._body and self._left else self._ask()
            found = body.read(min(len(buffer), self._left))
        if not found:
            raise OSError(f"{self._key} broke off")
        buffer[: len(found)] = found
        self._at, self._left = self._at + len(found), self._left - len(found)
        return len(found)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _ask(self) -> BinaryIO:
        self._let_go()
        self._left = min(STRETCH, self._size - self._at)
        wanted = f"bytes={self._at}-{self._at + self._left - 1}"
        client = self._storage.connection.meta.client
        answer = client.get_object(Bucket=self._storage.bucket_name, Key=self._key, Range=wanted)
        self._body = answer["Body"]
        return cast(BinaryIO, self._body)

    def _let_go(self) -> None:
        if self._body is not None:
            cast(Any, self._body).close()
        self._body, self._left = None, 0
