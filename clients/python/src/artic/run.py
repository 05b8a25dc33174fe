"""Where a run is: its folder, its sockets, its token."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional, Union

import zmq


def fnv1a(text: str) -> int:
    """FNV-1a of 64 bits over UTF-16 code units, as the pipeline names a run's memory."""
    value = 14695981039346656037
    units = text.encode("utf-16-le")
    for i in range(0, len(units), 2):
        value = ((value ^ int.from_bytes(units[i:i + 2], "little")) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return value


class Run:
    """A run by its folder; ``runs/current``, a file that the CLI writes, is followed."""

    def __init__(self, folder: Union[str, "os.PathLike[str]"]) -> None:
        path = Path(os.path.abspath(folder))
        if path.is_file():
            path = path.parent / path.read_text(encoding="utf-8").strip()
        self.folder = path
        """Absolute path of the run on disk."""
        self.hash = fnv1a(str(path))
        """Stands in every segment of the run."""
        self.hot_folder = Path(f"/dev/shm/artic-{path.name}-{self.hash & 0xFFFFFFFF:08x}")
        """The run's memory; there while the run lives."""

    def token_of(self, service: str) -> str:
        """What a command to a service must bear: its own token, where each has one, or the run's."""
        own = self.folder / "tokens" / service
        return (own if own.exists() else self.folder / "token").read_text(encoding="ascii").strip()

    @property
    def is_live(self) -> bool:
        """Its memory is there: the run goes on, or was never ended in order."""
        return self.hot_folder.exists()

    @property
    def configuration(self) -> Dict[str, Any]:
        """The run's config.json."""
        found: Dict[str, Any] = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        return found

    def socket(self, name: str) -> str:
        """Endpoint of one of the run's sockets: ``market.pub``, ``market.replay``, ``risk-manager.command``."""
        return f"ipc://{self.hot_folder}/sockets/{name}"


@dataclass(frozen=True)
class CurveKeys:
    """Keys for tcp: the server's public key, and a pair of one's own that the server lets in. Z85, 40 characters."""

    server: str
    public: str
    secret: str

    def apply(self, socket: "zmq.Socket[Any]") -> None:
        """Sets them on a socket that is not connected yet."""
        socket.curve_serverkey = self.server.encode("ascii")
        socket.curve_publickey = self.public.encode("ascii")
        socket.curve_secretkey = self.secret.encode("ascii")


@dataclass(frozen=True)
class Endpoints:
    """A stream's sockets by address, for a subscriber on another host: ``tcp://host:port``."""

    publisher: str
    replay: str
    curve: Optional[CurveKeys] = None


RunLike = Union[Run, str, "os.PathLike[str]"]


def as_run(run: RunLike) -> Run:
    """The run itself, or the run of a folder."""
    return run if isinstance(run, Run) else Run(run)
