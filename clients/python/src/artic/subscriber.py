"""A subscription that loses nothing."""

from __future__ import annotations

import struct
import time
from collections import deque
from types import TracebackType
from typing import Any, Deque, Iterator, List, Optional, Sequence, Tuple, Type, Union

import zmq

from .errors import ArticError, RecordsUnavailable, ReplayTimeout
from .records import STREAMS, Record
from .run import Endpoints, RunLike, as_run
from .v1 import stream_pb2

_HEADER = struct.Struct("<IIqqqqqHHIQ")
_CHAIN = struct.Struct("<qq")
_FORMAT_VERSION = 1
_BATCH = 512
_ASK_AGAIN_S = 1.0

_Frames = Tuple[bytes, bytes, bytes]


class Subscriber:
    """Iterates the records of a stream as they are published, in the order of the stream and with no gap.

    A PUB socket drops messages for whoever is slow, late or away. This class notices it (by the previous sequence in
    each header, by heartbeats, and on joining) and asks the stream's owner for what is missing before it goes on. While
    it does, live messages wait in the socket's own queue; what does not fit there is dropped and asked for again. It
    also goes on where it was when the owner is restarted.

    ``topics`` are prefixes as in a ZeroMQ subscription: ``market.quote.`` or ``market.quote.BTCUSDT.``; none means
    everything. One whole topic (three parts and the final point) is filtered by the owner, and its own chain of
    sequences shows its gaps. With more topics or a shorter prefix the whole stream comes over the socket and is
    filtered here, since only the whole stream's chain tells that nothing is missing *between* topics. For some topics
    out of many over a thin line, use a subscriber for each.

    ``from_sequence`` is where to begin: a sequence, ``"start"`` for the beginning of the run, or ``"live"`` for
    whatever is published next.

    One thread at a time. Raises :class:`RecordsUnavailable` where the owner cannot give a record any more, and
    :class:`ReplayTimeout` where it does not answer for ``replay_timeout`` seconds; after that one, the same subscriber
    may go on.
    """

    def __init__(
        self,
        run: Union[RunLike, Endpoints],
        stream: str,
        topics: Sequence[str] = (),
        from_sequence: Union[int, str] = "live",
        *,
        high_water_mark: int = 10_000,
        replay_timeout: float = 30.0,
    ) -> None:
        if stream not in STREAMS:
            raise ArticError(f"there is no stream '{stream}'; there are {', '.join(STREAMS)}")
        if isinstance(topics, str):
            raise ArticError("topics is a sequence of prefixes, not one text")
        if isinstance(from_sequence, str) and from_sequence not in ("start", "live"):
            raise ArticError("from_sequence is a number, 'start' or 'live'")
        if isinstance(from_sequence, int) and from_sequence < 1:
            raise ArticError("sequences begin with 1")
        for topic in topics:
            if not (topic.startswith(stream + ".") or (stream + ".").startswith(topic)):
                raise ArticError(f"no topic of the stream '{stream}' begins with '{topic}'")
        if not isinstance(run, Endpoints):
            found = as_run(run)
            run = Endpoints(found.socket(f"{stream}.pub"), found.socket(f"{stream}.replay"))
        self.stream = stream
        self.gaps = 0
        """Times that something was missing."""
        self.recovered = 0
        """Records that came by replay."""
        self.last_heard = time.monotonic()
        """When anything came from the owner, by time.monotonic(); it sends ten heartbeats a second."""
        self._replay_timeout = replay_timeout
        self._prefixes = tuple(topic.encode("utf-8") for topic in topics)
        self._topic = self._prefixes[0] if len(topics) == 1 and _is_whole(topics[0]) else None
        self._heartbeat = f"{stream}.heartbeat.-.".encode("ascii")
        self._ready: Deque[Record] = deque()
        self._held: Optional[_Frames] = None
        # The last of the chain (the topic's or the stream's) that was delivered or passed over; None: nothing heard yet.
        self._last: Optional[int] = None
        self._missing_to: Optional[int] = None
        self._request_id = 0
        self._ask_next = 0
        self._asked_at = 0.0
        self._answered_at = 0.0
        self._context = zmq.Context()
        self._endpoints = run
        self._sub = self._context.socket(zmq.SUB)
        self._sub.rcvhwm = high_water_mark
        self._dealer = self._context.socket(zmq.DEALER)
        for socket in (self._sub, self._dealer):
            socket.linger = 0
            socket.reconnect_ivl = 50
            socket.reconnect_ivl_max = 500
            if run.curve is not None:
                run.curve.apply(socket)
        self._sub.subscribe(self._heartbeat if self._topic is not None else f"{stream}.".encode("ascii"))
        if self._topic is not None:
            self._sub.subscribe(self._topic)
        self._sub.connect(run.publisher)
        self._dealer.connect(run.replay)
        self._poller = zmq.Poller()
        self._poller.register(self._dealer, zmq.POLLIN)
        if from_sequence != "live":
            self._last = 0 if from_sequence == "start" else int(from_sequence) - 1
            self._recover(0)

    @property
    def position(self) -> int:
        """Sequence up to which everything was taken from the owner; 0 before the first."""
        return self._last or 0

    def receive(self, timeout: Optional[float] = None) -> Optional[Record]:
        """The next record, or None where none came within ``timeout`` seconds (None waits for ever; 0 only looks)."""
        if self._ready:
            return self._ready.popleft()
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if self._missing_to is not None:
                self._take_page(left)
            else:
                self._take_live(left)
            if self._ready:
                return self._ready.popleft()
            if deadline is not None and time.monotonic() >= deadline:
                return None

    def close(self) -> None:
        """Closes the sockets."""
        self._sub.close()
        self._dealer.close()
        self._context.term()

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        record = self.receive()
        if record is None:
            raise StopIteration
        return record

    def __enter__(self) -> "Subscriber":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType],
    ) -> None:
        self.close()

    # What is published.

    def _take_live(self, timeout: Optional[float]) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            self._accept(held)
            if self._missing_to is not None:
                return
        elif not self._sub.poll(None if timeout is None else int(timeout * 1000)):
            return
        receive = self._sub.recv_multipart
        for _ in range(_BATCH):
            try:
                frames = receive(zmq.NOBLOCK)
            except zmq.Again:
                break
            if len(frames) == 3 and len(frames[1]) == _HEADER.size:
                self._accept((frames[0], frames[1], frames[2]))
                if self._missing_to is not None:
                    break
        self.last_heard = time.monotonic()

    def _accept(self, frames: _Frames) -> None:
        topic, header, payload = frames
        if topic == self._heartbeat:
            self._beat(header, payload)
            return
        sequence, previous = _CHAIN.unpack_from(header, 8)
        if self._topic is None:
            previous = sequence - 1
        if self._last is None:
            self._last = sequence - 1
        if sequence <= self._last:
            return
        if previous > self._last:
            self.gaps += 1
            self._held = frames
            self._recover(sequence - 1)
            return
        self._last = sequence
        self._deliver(topic, header, payload)

    def _beat(self, header: bytes, payload: bytes) -> None:
        end: int = _CHAIN.unpack_from(header, 8)[0]
        if self._last is None:
            self._last = end
            return
        if self._topic is not None:
            heartbeat = stream_pb2.Heartbeat.FromString(payload)
            wanted = self._topic.decode("utf-8")
            end = next((at.last_sequence for at in heartbeat.topics if at.topic == wanted), 0)
        if end > self._last:
            self.gaps += 1
            self._recover(end)

    def _deliver(self, topic: bytes, header: bytes, payload: bytes) -> bool:
        if self._prefixes and not topic.startswith(self._prefixes):
            return False
        (version, type, sequence, previous, published_ns, origin_ns, cause, cause_stream, flags, instrument,
         _) = _HEADER.unpack(header)
        if version != _FORMAT_VERSION:
            raise ArticError(f"the owner publishes format {version}; this program reads {_FORMAT_VERSION}")
        self._ready.append(Record(
            self.stream, sequence, type, previous, published_ns, origin_ns, cause, cause_stream, flags, instrument,
            payload))
        return True

    # What is missing.

    def _recover(self, to: int) -> None:
        assert self._last is not None
        self._missing_to = to
        self._answered_at = time.monotonic()
        self._ask(self._last + 1)

    def _ask(self, begin: int) -> None:
        self._request_id += 1
        self._ask_next = begin
        self._asked_at = time.monotonic()
        request = stream_pb2.ReplayRequest(
            from_sequence=begin, to_sequence=self._missing_to or 0, request_id=self._request_id)
        # One prefix is the owner's to filter by; several are filtered here.
        if len(self._prefixes) == 1:
            request.topic = self._prefixes[0].decode("utf-8")
        try:
            self._dealer.send(request.SerializeToString(), zmq.NOBLOCK)
        except zmq.Again:
            pass  # The owner is away; it is asked again.

    def _take_page(self, timeout: Optional[float]) -> None:
        now = time.monotonic()
        if now - self._answered_at >= self._replay_timeout:
            self._answered_at = now
            raise ReplayTimeout(
                f"the owner of '{self.stream}' has not answered for {self._replay_timeout:g} s at {self._endpoints.replay}; "
                f"records from {self._ask_next} on are missing here")
        wait = max(0.0, self._asked_at + _ASK_AGAIN_S - now)
        if not self._poller.poll(int(1000 * (wait if timeout is None else min(wait, timeout)) + 0.999)):
            if time.monotonic() - self._asked_at >= _ASK_AGAIN_S:
                self._ask(self._ask_next)
            return
        frames = self._dealer.recv_multipart()
        page = stream_pb2.ReplayPage.FromString(frames[0])
        if page.request_id != self._request_id:
            return  # The answer to a question that was given up.
        self.last_heard = self._answered_at = time.monotonic()
        if page.outcome != stream_pb2.REPLAY_OUTCOME_OK:
            asked, to = self._ask_next, self._missing_to
            self._missing_to = None
            self._held = None
            raise RecordsUnavailable(
                f"the owner of '{self.stream}' cannot give records {asked} to {to or 'the last'}: "
                f"{stream_pb2.ReplayOutcome.Name(page.outcome)[len('REPLAY_OUTCOME_'):]}, {page.error}")
        if len(frames) != 1 + 3 * page.records:
            raise ArticError(f"a page of {page.records} records came with {len(frames)} frames")
        done = page.next_sequence == 0
        if not done:
            self._ask(page.next_sequence)  # The owner reads the next page while this one is taken in.
        self._take_records(frames)
        if done:
            self._finish(page.last_sequence)
        else:
            self._last = page.next_sequence - 1

    def _take_records(self, frames: List[bytes]) -> None:
        for i in range(1, len(frames), 3):
            self.recovered += self._deliver(frames[i], frames[i + 1], frames[i + 2])

    def _finish(self, published: int) -> None:
        assert self._last is not None and self._missing_to is not None
        to, self._missing_to = self._missing_to, None
        if published < to:
            self._held = None
            raise RecordsUnavailable(
                f"the owner of '{self.stream}' has published up to {published}, but {to} was seen: another run?")
        self._last = max(self._last, to or published)


def _is_whole(topic: str) -> bool:
    """Three parts and the final point: no other topic begins with it."""
    return topic.endswith(".") and topic.count(".") == 3
