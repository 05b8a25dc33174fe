"""What can go wrong, all of it under :class:`ArticError`."""


class ArticError(Exception):
    """Anything that this package raises by itself."""


class ReplayTimeout(ArticError):
    """The owner of the stream did not answer in time; nothing is lost, the same subscriber may go on asking."""


class RecordsUnavailable(ArticError):
    """The owner cannot give records any more (damaged, or beyond what is retained); the message says which."""


class CommandRefused(ArticError):
    """A service said no; ``code`` is its reason."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code


class StreamCorrupt(ArticError):
    """Bytes of an archive contradict its format or their checksum; the message names file and byte range."""
