"""`manage.py restore DIR`: bring back into an empty place what `backup` saved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import GiveUp
from operations.manifest import NAME, entry_of
from operations.restore import restore


class Command(BaseCommand):
    """Restore database, documents and keys, then verify the whole history with the restored keys."""

    help = "Restore a backup into an empty place and verify its history."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two folders."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, help="folder of the keys; DIR-keys unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, bring the tables up to this version, verify."""
        folder: Path = options["folder"]
        keys: Path = options["keys"] or folder.with_name(f"{folder.name}-keys")
        try:
            manifest = restore(folder, keys)
        except GiveUp as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"restored: {len(manifest.files)} files of {manifest.made_at}")
        self.stdout.write(f"{NAME} SHA-256 {entry_of(folder / NAME).sha256}")
        self._afresh("migrate", "--noinput", "--verbosity=0")
        self._afresh("verify_history")

    def _afresh(self, *words: str) -> None:
        """Run a command in a process of its own, which reads the restored keys."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words, no shell
        self.stdout.write(done.stdout.rstrip(), ending="\n" if done.stdout else "")
        if done.returncode:
            raise CommandError(f"restored, but {words[0]} failed: {done.stderr.strip().splitlines()[-1]}")
