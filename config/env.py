"""What the surroundings decide: one typed object read from SICIL_* and the usual *_URL variables."""

import secrets
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent

KEY_NAMES = ("secret", "ledger", "codes", "identity")


class Mode(StrEnum):
    """How this installation runs."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class Env(BaseSettings):
    """Settings of one installation. Production is the default and takes nothing for granted."""

    model_config = SettingsConfigDict(env_prefix="SICIL_", extra="ignore")

    mode: Mode = Mode.PRODUCTION
    debug: bool = False
    data: Path = BASE_DIR / "var"
    keys: Path | None = None
    hosts: list[str] = Field(default_factory=list)
    site: str = "http://127.0.0.1:8000"
    mail_from: str = "sicil@ornek.invalid"
    smtp_url: str = ""
    scanner: str = ""
    kep_provider: str = ""
    kep_endpoint: str = ""
    kep_account: str = ""
    kep_tcno: SecretStr = SecretStr("")
    kep_parola: SecretStr = SecretStr("")
    kep_sifre: SecretStr = SecretStr("")
    kep_credentials: Path | None = None
    kep_trust: Path | None = None
    signer: str = ""
    tsa: str = ""
    trust: Path | None = None
    institution: dict[str, str] = Field(default_factory=dict)
    allow_sqlite: bool = False
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    broker_url: str = Field(default="", validation_alias="CELERY_BROKER_URL")
    cache_url: str = Field(default="", validation_alias="CACHE_URL")

    @property
    def keys_dir(self) -> Path:
        """Folder of the secret keys; kept apart from the data so that a backup of one lacks the other."""
        return self.keys or self.data / "keys"

    def key(self, name: str) -> str:
        """Return one secret key.

        Demo and test make their own on first use; production reads what the installer put there.

        Raises:
            FileNotFoundError: production without that key file.
        """
        path = self.keys_dir / f"{name}.key"
        if not path.exists() and self.mode is not Mode.PRODUCTION:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            prefix = "demo-" if self.mode is Mode.DEMO else "test-"
            _create_once(path, prefix + secrets.token_urlsafe(48))
        return path.read_text().strip()

    def kep_secret(self, name: str) -> SecretStr:
        """Return `tcno`, `parola` or `sifre` of the KEP account: a file in SICIL_KEP_CREDENTIALS, else as set.

        Raises:
            FileNotFoundError: the folder is named and lacks it.
        """
        if self.kep_credentials is not None:
            return SecretStr((self.kep_credentials / name).read_text().strip())
        given: SecretStr = getattr(self, f"kep_{name}")
        return given


def _create_once(path: Path, text: str) -> None:
    """Write a key file unless another process was first; both then read the same bytes."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_text(text)
    draft.chmod(0o600)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
