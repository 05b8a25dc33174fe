"""Archived streams, read from disk."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path
from typing import BinaryIO, Iterator, List, Optional, Tuple

from .errors import ArticError, RecordsUnavailable, StreamCorrupt
from .records import STREAMS, Record
from .run import RunLike, as_run

_MAGIC = 0x3147534349545241
_FORMAT_VERSION = 2
_DATA_OFFSET = 4096
_SEALED = 0xFFFFFFFF
_SEGMENT = struct.Struct("<QIHxxQqqqqq")
_RECORD = struct.Struct("<IHHqqqqHHI")
_BLOCK = struct.Struct("<Q32s")
_LENGTH = struct.Struct("<I")


class StreamReader:
    """Reads what a stream's owner has archived under ``<run>/streams/<stream>``; needs no process of the run.

    Every block is held against its SHA-256 before a record of it is given, and every record's sequence follows the one
    before. While the run lives, the archive is about a second behind; whoever wants the newest takes a
    :class:`~artic.Subscriber`.

    Raises :class:`StreamCorrupt`, naming file and bytes, for bytes that are not those that were written, a foreign file
    or another version; :class:`RecordsUnavailable` where so early a record is not kept any more.
    """

    def __init__(self, run: RunLike, stream: str) -> None:
        if stream not in STREAMS:
            raise ArticError(f"there is no stream '{stream}'; there are {', '.join(STREAMS)}")
        self.stream = stream
        self._run = as_run(run)
        self._folder = self._run.folder / "streams" / stream

    def __iter__(self) -> Iterator[Record]:
        return self.read()

    def read(self, from_sequence: int = 1, to_sequence: Optional[int] = None) -> Iterator[Record]:
        """The records from one sequence to another, both included, or to the end of what is archived now."""
        if from_sequence < 1:
            raise ArticError("sequences begin with 1")
        segments = self._segments()
        first = 0
        for i, (path, begin) in enumerate(segments):
            if begin <= from_sequence:
                first = i
        if segments and segments[first][1] > from_sequence:
            raise RecordsUnavailable(
                f"the stream '{self.stream}' of {self._run.folder} does not keep record {from_sequence} any more; it "
                f"begins with {segments[first][1]}")
        expected: Optional[int] = None
        for path, begin in segments[first:]:
            if expected is not None and begin != expected:
                raise StreamCorrupt(f"{path} begins with record {begin}; the segment before it ends before {expected}")
            expected = begin
            for record in self._records(path, begin):
                expected = record.sequence + 1
                if record.sequence >= from_sequence:
                    yield record
                if to_sequence is not None and record.sequence >= to_sequence:
                    return

    def first_sequence(self) -> int:
        """The first record that is kept: 1, unless the market's past was let go; 1 where there is none yet."""
        segments = self._segments()
        return segments[0][1] if segments else 1

    def _segments(self) -> List[Tuple[Path, int]]:
        """Files of the segments with their first sequences; those of which nothing whole is there yet are left out."""
        found = []
        for path in sorted(self._folder.glob("*.seg")):
            if not path.with_suffix(".sha256").exists():
                if not path.exists():
                    continue  # It was let go since the folder was listed; the bytes go first.
                raise StreamCorrupt(f"{path} has no checksums beside it ({path.with_suffix('.sha256').name})")
            if self._blocks(path):
                with path.open("rb") as file:
                    found.append((path, self._check(path, file.read(_SEGMENT.size))))
        return found

    @staticmethod
    def _blocks(path: Path) -> List[Tuple[int, bytes]]:
        entries = path.with_suffix(".sha256").read_bytes()
        # The last entry may just be in writing.
        whole = len(entries) - len(entries) % _BLOCK.size
        return [(end, digest) for end, digest in _BLOCK.iter_unpack(entries[:whole])]

    def _check(self, path: Path, header: bytes) -> int:
        if len(header) < _SEGMENT.size:
            raise StreamCorrupt(f"{path} is not a stream segment")
        magic, version, stream, run_hash, index, first_sequence, _, _, _ = _SEGMENT.unpack(header)
        if magic != _MAGIC:
            raise StreamCorrupt(f"{path} is not a stream segment")
        if version != _FORMAT_VERSION:
            raise StreamCorrupt(f"{path} has format {version}; this program reads format {_FORMAT_VERSION}")
        if run_hash != self._run.hash or stream != STREAMS[self.stream] or f"{index:08d}" != path.stem:
            raise StreamCorrupt(f"{path} belongs to another run or stream, not to '{self.stream}' of {self._run.folder}")
        return int(first_sequence)

    def _records(self, path: Path, sequence: int) -> Iterator[Record]:
        start = 0
        try:
            blocks = self._blocks(path)
            opened = path.open("rb")
        except FileNotFoundError as error:
            raise RecordsUnavailable(
                f"the stream '{self.stream}' of {self._run.folder} does not keep record {sequence} any more; it begins "
                f"with {self.first_sequence()}") from error
        with opened as file:
            for end, digest in blocks:
                block = _read_block(path, file, start, end, digest)
                at = 0
                if start == 0:
                    self._check(path, block[:_SEGMENT.size])
                    at = _DATA_OFFSET
                while at < len(block):
                    if at + _LENGTH.size <= len(block) and _LENGTH.unpack_from(block, at)[0] == _SEALED:
                        return
                    record = self._record(block, at) if at + _RECORD.size <= len(block) else None
                    if record is None or record.sequence != sequence:
                        raise StreamCorrupt(f"{path}: there is no whole record {sequence} at byte {start + at}")
                    yield record
                    sequence += 1
                    at += (_RECORD.size + len(record.payload) + 7) & ~7
                start = end

    def _record(self, block: bytes, at: int) -> Optional[Record]:
        (length, type, flags, sequence, published_ns, origin_ns, cause, cause_stream, check,
         instrument) = _RECORD.unpack_from(block, at)
        if length < _RECORD.size or at + length > len(block) or check != (length ^ length >> 16 ^ 0xA5C3) & 0xFFFF:
            return None
        return Record(
            self.stream, sequence, type, 0, published_ns, origin_ns, cause, cause_stream, flags, instrument,
            block[at + _RECORD.size:at + length])


def _read_block(path: Path, file: BinaryIO, start: int, end: int, digest: bytes) -> bytes:
    if end <= start:
        raise StreamCorrupt(f"{path.with_suffix('.sha256')}: a block ends at {end}, the one before at {start}")
    block = file.read(end - start)
    if len(block) < end - start:
        raise StreamCorrupt(f"{path} has {start + len(block)} bytes; its checksums speak of {end}")
    if hashlib.sha256(block).digest() != digest:
        raise StreamCorrupt(f"{path}: the bytes {start} to {end} are not those that were written (SHA-256 differs)")
    return block
