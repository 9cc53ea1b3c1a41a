"""One program for one home: a second start brings the first window to the front and ends.

The lock is a file of Qt that a dead process does not hold. The first copy listens only after its window is painted, so
that nobody waits for a network library.
"""

from collections.abc import Callable

from PySide6.QtCore import QLockFile, QObject

from chibo_desktop.services.places import Places

CALL = b"show\n"
PATIENCE = 2000
"""Milliseconds that a second start waits for the first one to answer."""


class SingleInstance(QObject):
    """Holds the home for this process. ``claim`` first; then ``listen`` in the first copy, ``call_first`` in others."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places
        self._lock = QLockFile(str(places.lock))
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None

    def claim(self) -> bool:
        """Take the home. False while another process has it."""
        self._places.home.mkdir(parents=True, exist_ok=True)
        return self._lock.tryLock(0)

    def release(self) -> None:
        """Give the home back, so that a restarted program can take it."""
        if self._server is not None:
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def listen(self, called: Callable[[], object]) -> None:
        """Have ``called`` run whenever a second copy is started."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name())
        server.newConnection.connect(lambda: _answer(server, called))
        server.listen(self._name())
        self._server = server

    def call_first(self) -> bool:
        """Ask the first copy to come to the front. False when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(PATIENCE):
            return False
        socket.write(CALL)
        answered = socket.waitForBytesWritten(PATIENCE) and socket.waitForReadyRead(PATIENCE)
        socket.disconnectFromServer()
        return answered

    def _name(self) -> str:
        import hashlib

        place = str(self._places.home.resolve())
        return "chibo-" + hashlib.blake2b(place.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _answer(server: QObject, called: Callable[[], object]) -> None:
    from PySide6.QtNetwork import QLocalServer

    assert isinstance(server, QLocalServer)
    while (caller := server.nextPendingConnection()) is not None:
        caller.disconnected.connect(caller.deleteLater)
        caller.write(CALL)
        caller.flush()
        called()
