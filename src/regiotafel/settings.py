"""Settings. Everything that differs between machines comes from REGIOTAFEL_… environment variables."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from regiotafel.ownership import own_folder

PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("REGIOTAFEL_DATA", "var")).resolve()
own_folder(DATA)

DEBUG = os.environ.get("REGIOTAFEL_DEBUG") == "1"
# Logins without a code, for the invented example region only.
DEMO = os.environ.get("REGIOTAFEL_DEMO") == "1"
HTTPS = os.environ.get("REGIOTAFEL_HTTPS") == "1"


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data, readable by its owner only."""
    if key := os.environ.get("REGIOTAFEL_SECRET_KEY"):
        return key
    path = DATA / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(64))
    return key


def _database(address: str) -> dict[str, object]:
    """`sqlite:///FILE` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "regiotafel.embedded",
            "NAME": unquote(parts.path)[1:] or str(DATA / "regiotafel.sqlite3"),
            # Each thread keeps the file open: to open it for every request cost nearly as much as the vote itself.
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a vote that we confirmed survives a power cut, not only a killed process.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-16000",
            },
            # The embedded database of the tests is a file too: the worker thread and the browser share it.
            "TEST": {"NAME": os.environ.get("REGIOTAFEL_TEST_DATABASE") or str(DATA / "test.sqlite3")},
        }
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path)[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": {
                # More lines than threads: who waits for one waits for a database that is away, and hears so soon.
                "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
                "server_side_binding": True,
                "prepare_threshold": 3,
                "options": "-c synchronous_commit=on",
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ImproperlyConfigured("REGIOTAFEL_DATABASE begins with sqlite:/// or postgresql://")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = os.environ.get("REGIOTAFEL_OLD_SECRET_KEYS", "").split()
DATABASES = {"default": _database(os.environ.get("REGIOTAFEL_DATABASE", "sqlite:///"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = os.environ.get("REGIOTAFEL_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("REGIOTAFEL_ORIGINS", "").split()


def _told_address() -> str:
    """Where the site stands, for all links in print, mail and feeds: never by what a visitor says. Empty: no
    setting tells, and then it is on this machine, where it is served now."""
    named = [name for name in ALLOWED_HOSTS if HTTPS and name.strip("*.") == name and "REGIOTAFEL_HOSTS" in os.environ]
    told = [os.environ.get("REGIOTAFEL_ADDRESS"), *CSRF_TRUSTED_ORIGINS, *(f"https://{name}" for name in named)]
    return next(filter(None, told), "").rstrip("/")


def _port() -> str:
    return os.environ.get("PORT") or (PORT_FILE.read_text() if PORT_FILE.exists() else "8000")


# The port of the web server while it runs: what other terminals of this machine make links with.
PORT_FILE = DATA / "port"
ADDRESS_IS_TOLD = _told_address() != ""
ADDRESS = _told_address() or f"http://localhost:{_port()}"
ROOT_URLCONF = "regiotafel.urls"
WSGI_APPLICATION = "regiotafel.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    # The line of apps, from left to right: an app imports only apps before it.
    "regiotafel.brakes",
    "regiotafel.people",
    "regiotafel.history",
    "regiotafel.regions",
    "regiotafel.thread",
    "regiotafel.vision",
    "regiotafel.mandates",
    "regiotafel.plan",
    "regiotafel.councils",
    "regiotafel.tables",
    "regiotafel.consultations",
    "regiotafel.contributions",
    "regiotafel.publishing",
    "regiotafel.keeping",
    "regiotafel.pages",
    "regiotafel.demo",
]

MIDDLEWARE = [
    "regiotafel.web.security.SecurityHeadersMiddleware",
    "regiotafel.web.caching.SmallMiddleware",
    "regiotafel.web.caching.NotAgainMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regiotafel.regions.access.frame",
                "regiotafel.pages.menu.frame",
            ],
            "libraries": {
                "report": "regiotafel.reports.tags",
                "compromise": "regiotafel.reports.compromise.tags",
                "voices": "regiotafel.contributions.reading.tags",
                "plan": "regiotafel.plan.tags",
                "outcomes": "regiotafel.plan.outcomes.tags",
                "telling": "regiotafel.plan.telling.tags",
                "choosing": "regiotafel.plan.ballots.tags",
                "planning": "regiotafel.councils.planning.tags",
                "files": "regiotafel.publishing.texts.tags",
                "days": "regiotafel.web.days",
                "web": "regiotafel.web.tags",
            },
        },
    }
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads are never served as files: only our own code reads them.
MEDIA_ROOT = DATA / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "regiotafel.web.security.SizeLimitUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Rate limits and codes are shared by all processes, so they live in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What was printed, in every format: at most some hundred files of a few hundred kB, which push nothing else out.
    "prints": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "prints",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Pieces of an outcome, the same for every reader, in the memory of each process: most are a few kB.
    "pieces": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pieces",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # Texts of the vision likewise: a long one is some hundred kB, and another one after each change.
    "texts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "texts",
        "OPTIONS": {"MAX_ENTRIES": 20},
    },
}

SESSION_COOKIE_NAME = "rt_sessie"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "rt_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "regiotafel.pages.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = urlsplit(ADDRESS).netloc if HTTPS and ADDRESS.startswith("https://") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # regiotafel.web.security sets X-Frame-Options, on every response
    "security.W021",  # the browsers' preload list is a choice for the owner of the domain
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:begin"
LOGOUT_REDIRECT_URL = "pages:front"
ACCOUNT_ADAPTER = "regiotafel.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Five codes to one address in ten minutes, three tries each: `pages.views.errors.WAIT_MINUTES` says this to people.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/10m/key", "login_failed": "10/m/ip,5/10m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# How many proxies of our own stand before us: without it all visitors behind one count as one place. Only a proxy can
# speak HTTPS for us, so then there is one.
PROXIES = int(os.environ.get("REGIOTAFEL_PROXIES") or HTTPS)
# Off only to measure: then one machine is a thousand people.
BRAKES = os.environ.get("REGIOTAFEL_BRAKES", "1") == "1"
MFA_ADAPTER = "regiotafel.people.adapter.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

_TO_TERMINAL = "django.core.mail.backends.console.EmailBackend" if DEBUG or DEMO else "regiotafel.web.mail.NoServer"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if os.environ.get("REGIOTAFEL_SMTP_HOST") else _TO_TERMINAL
)
EMAIL_HOST = os.environ.get("REGIOTAFEL_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("REGIOTAFEL_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("REGIOTAFEL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("REGIOTAFEL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("REGIOTAFEL_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("REGIOTAFEL_MAIL_FROM", "Regiotafel <regiotafel@localhost>")

# Their sizes, and which goes first: `regiotafel.queues`.
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["counting", "reading", "printing", "proving"]},
}

# Nobody's address is written down: no access log, and a line says nothing that people wrote (`web.logs`).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "regiotafel.web.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would mail a fault with all that was sent.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
