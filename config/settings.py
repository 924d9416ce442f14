"""Django settings. Everything that differs between installations comes from `config.env`."""

from urllib.parse import unquote, urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.env import BASE_DIR, Env, Mode
from config.logs import logging_config

django_stubs_ext.monkeypatch()

ENV = Env()
MODE = ENV.mode
DEMO = MODE is Mode.DEMO
PRODUCTION = MODE is Mode.PRODUCTION
DEBUG = ENV.debug

SECRET_KEY = ENV.key("secret")
LEDGER_KEY = ENV.key("ledger").encode()
CODES_KEY = ENV.key("codes").encode()
IDENTITY_KEY = ENV.key("identity").encode()

if PRODUCTION:
    keys = (SECRET_KEY, LEDGER_KEY.decode(), CODES_KEY.decode(), IDENTITY_KEY.decode())
    if DEBUG or any(key.startswith(("demo-", "test-")) or len(key) < 43 for key in keys):
        raise ImproperlyConfigured("production refuses DEBUG, demo keys and short keys")
    if len(set(keys)) < len(keys):
        raise ImproperlyConfigured("production wants four different keys")
    if not ENV.hosts or not ENV.site.startswith("https://"):
        raise ImproperlyConfigured("production wants SICIL_HOSTS and an https SICIL_SITE")

SITE = ENV.site
ALLOWED_HOSTS = ENV.hosts or ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATA_DIR = ENV.data
DATA_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "django.forms",
    "django_fsm",
    "simple_history",
    "rules",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "ledger",
    "accounts",
    "policies",
    "deadlines",
    "documents",
    "kep_gateway",
    "privacy",
    "registry",
    "contracts",
    "applications",
    "operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "operations.requests.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "operations.requests.NoNul",
    "operations.requests.CleanText",
    "accounts.middleware.SecondFactorMiddleware",
    "privacy.middleware.OpenedMiddleware",
    "ledger.reading.ReadingMiddleware",
    "ledger.edge.RefusedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.house",
            ],
        },
    },
]

# tests need no power-cut safety; everything else waits for the disk
SYNCHRONOUS = "OFF" if MODE is Mode.TEST else "FULL"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": f"PRAGMA journal_mode=WAL; PRAGMA recursive_triggers=ON; PRAGMA synchronous={SYNCHRONOUS};",
}
DATABASES = {
    "default": dj_database_url.parse(
        ENV.database_url or f"sqlite:///{DATA_DIR / 'sicil.sqlite3'}", conn_max_age=0, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # threads of one test share a file; an in-memory database would be one connection's own
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=10s"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.cache_url}
    if ENV.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if MODE is Mode.TEST
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.signed_in.SignedIn",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE is Mode.TEST
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "none" if DEMO else "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Entegratör Sicili: "
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one replaces it once confirmed
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # rate limits count the client, not our own proxy
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a phone’s clock may be half a minute off
MFA_TOTP_ISSUER = "Entegratör Sicili"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
if ENV.smtp_url:
    SMTP = urlsplit(ENV.smtp_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = SMTP.hostname or "localhost", SMTP.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(SMTP.username or ""), unquote(SMTP.password or "")
    EMAIL_USE_TLS, EMAIL_TIMEOUT = "tls=1" in SMTP.query, 30
DEFAULT_FROM_EMAIL = ENV.mail_from

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Istanbul"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# each test client would look through all files first; a browser is served from where they lie
WHITENOISE_AUTOREFRESH = MODE is Mode.TEST
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a missing folder
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DOCUMENTS_DIR = DATA_DIR / "documents"
ASIDE_DIR = DATA_DIR / "aside"
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
KEP_PROVIDERS = {
    Mode.PRODUCTION: "kep_gateway.providers.none.NoProvider",
    Mode.DEMO: "kep_gateway.providers.ptt.PttProvider",
    Mode.TEST: "kep_gateway.tests.folder.FolderProvider",
}
KEP_PROVIDER = ENV.kep_provider or KEP_PROVIDERS[MODE]
KEP_FOLDER = DATA_DIR / "kep"
KEP_ENDPOINT = ENV.kep_endpoint or ("" if PRODUCTION else "sandbox:")
KEP_ACCOUNT = ENV.kep_account
KEP_SECRETS = {name: ENV.kep_secret(name) for name in ("tcno", "parola", "sifre")}
KEP_TRUST = ENV.kep_trust
KEP_TRUST_MAKER = "" if PRODUCTION else "kep_gateway.sandbox.ca.trust_folder"
SIGNER = ENV.signer
TSA = ENV.tsa
TRUST_DIR = ENV.trust
INSTITUTION = ENV.institution
SCANNER = ENV.scanner

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [ENV.site]

LOGGING = logging_config(requests=not DEMO)
