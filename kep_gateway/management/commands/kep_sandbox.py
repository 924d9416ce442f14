"""`manage.py kep_sandbox`: a small KEP provider that answers as PTT's web service does, on this machine only."""

from __future__ import annotations

from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

HOST = "127.0.0.1"


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each request; an end of the program waits for none."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no line for a request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the method that it replaces
        """Write nothing."""


def server(port: int) -> Server:
    """Return a server that listens; port 0 takes any that is free."""
    from kep_gateway.sandbox.soap import app  # noqa: PLC0415  # production never loads the sandbox

    made = Server((HOST, port), Quiet)
    made.set_app(app)
    return made


class Command(BaseCommand):
    """Serve until interrupted."""

    help = "Run the sandbox's KEP provider over HTTP on 127.0.0.1, for SICIL_KEP_ENDPOINT of another process."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=8025)

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen, say where, and answer.

        Raises:
            CommandError: in production, or the port is taken.
        """
        if settings.PRODUCTION:
            raise CommandError("the sandbox's KEP provider does not exist in production")
        from kep_gateway.sandbox.soap import PATH  # noqa: PLC0415  # as above

        try:
            made = server(options["port"])
        except OSError as error:
            raise CommandError(f"port {options['port']}: {error.strerror}") from error
        with made:
            self.stdout.write(f"SICIL_KEP_ENDPOINT=http://{HOST}:{made.server_port}{PATH}")
            made.serve_forever()
