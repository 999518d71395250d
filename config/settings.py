"""Settings, all from the environment; .env.example explains each. No logic beyond reading.

Before this module is read, `config.local_services.ensure()` has set what one machine may leave out.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import logs
from config.defaults import INSECURE_SECRET_KEY

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# --- what kind of machine this is
DJANGO_ENV = env.str("DJANGO_ENV", default="development")
IS_PRODUCTION = DJANGO_ENV == "production"
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])

# --- secrets
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_SECRET_KEY)
ENCRYPTION_KEYS = env.str("ENCRYPTION_KEYS", default="")
LOOKUP_HASH_KEY = env.str("LOOKUP_HASH_KEY", default="")

# --- sign-in with others: a provider is there where both of its keys are set
SOCIAL_KEYS = {
    name: keys
    for name, keys in {
        "google": (env.str("GOOGLE_CLIENT_ID", default=""), env.str("GOOGLE_CLIENT_SECRET", default="")),
        "github": (env.str("GITHUB_CLIENT_ID", default=""), env.str("GITHUB_CLIENT_SECRET", default="")),
        "microsoft": (
            env.str("MICROSOFT_CLIENT_ID", default=""),
            env.str("MICROSOFT_CLIENT_SECRET", default=""),
        ),
    }.items()
    if all(keys)
}
SOCIAL_ORIGINS = {
    "google": "https://accounts.google.com",
    "github": "https://github.com",
    "microsoft": "https://login.microsoftonline.com",
}

# --- application
INSTALLED_APPS = [
    "config.apps.ProjectConfig",
    "daphne",
    "accounts.admin_config.SupportAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in SOCIAL_KEYS),
    "accounts",
    "invoicing",
    "automation.apps.AutomationConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.browser_policies.PermissionsPolicyMiddleware",
    "config.body_limit.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.organization_scope",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.MembershipMiddleware",
    "accounts.middleware.CatalogueMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- templates: both packages replace the loaders unless they are listed (they break each other otherwise)
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.current.organizations",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

# --- database: `default` is the application's role, `owner` owns the tables (migrations, backups)
DATABASE_URL = env.str("DATABASE_URL", default="")
_UNSET_DATABASE = "postgresql://autocfdi_app@/autocfdi"
_DATABASE = {"ENGINE": "accounts.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": env.db_url_config(DATABASE_URL or _UNSET_DATABASE) | _DATABASE,
    "owner": env.db_url_config(env.str("DATABASE_OWNER_URL", default="") or DATABASE_URL or _UNSET_DATABASE)
    | _DATABASE,
}

# --- Redis: broker, channel layer, wake-ups (nothing personal passes through it)
REDIS_URL = env.str("REDIS_URL", default="")
_REDIS = REDIS_URL or "redis://localhost:6379/0"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [_REDIS], "expiry": 60},
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _REDIS}}

# --- Celery (queues and the beat schedule: config/celery.py)
CELERY_BROKER_URL = _REDIS.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_TIME_LIMIT = env.int("TASK_HARD_LIMIT", default=240)
CELERY_TASK_SOFT_TIME_LIMIT = env.int("TASK_SOFT_LIMIT", default=210)
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2)

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # by address (ip), by account (key) or by person; counted in Redis
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
    "confirm_email": "1/60s/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.people_forms.LoginForm",
    "signup": "accounts.people_forms.SignupForm",
    "add_email": "accounts.people_forms.ChangeEmailForm",
    "change_password": "accounts.people_forms.ChangePasswordForm",
    "set_password": "accounts.people_forms.SetPasswordForm",
    "reset_password": "accounts.people_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.people_forms.NewPasswordForm",
    "reauthenticate": "accounts.people_forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "AutoCFDI"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_FORMS = {
    "authenticate": "accounts.people_forms.CodeForm",
    "reauthenticate": "accounts.people_forms.CodeAgainForm",
    "activate_totp": "accounts.people_forms.ActivateTotpForm",
    "add_webauthn": "accounts.people_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.people_forms.RenamePasskeyForm",
}
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.people_forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [{"client_id": client_id, "secret": secret, "key": ""}]}
    for name, (client_id, secret) in SOCIAL_KEYS.items()
}

# --- language and time
LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", _("Español")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "America/Mexico_City"
USE_TZ = True

# --- files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "media")()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION  # one machine serves static/ as it is, without collectstatic
REQUEST_BODY_LIMIT = env.int("REQUEST_BODY_MEGABYTES", default=12) * 1024 * 1024  # each form asks for less
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="AutoCFDI <no-responder@localhost>")

# --- browser security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script reads the cookie
# with this prefix a browser takes them from this very host only, not from one beside it
SESSION_COOKIE_NAME = "__Host-session" if IS_PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_PRODUCTION else "csrftoken"
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", default=14) * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=IS_PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # whose X-Forwarded-For limits by address believe
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if IS_PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF, *env.list("LIVE_VIEW_ORIGINS", default=[])],
        "frame-ancestors": [NONE],
        # Chromium asks this of the redirect that follows a form, too
        "form-action": [SELF, *(SOCIAL_ORIGINS[name] for name in SOCIAL_KEYS)],
        "base-uri": [SELF],
        "object-src": [NONE],
    }
}

# --- API
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}

SIMPLE_JWT = {"CHECK_REVOKE_TOKEN": True}  # a change of password ends the tokens, too

# --- log: one JSON line per event on standard error, personal data masked
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = logs.logging_config(level=LOG_LEVEL, as_json=env.bool("LOG_JSON", default=IS_PRODUCTION))
LOGGING_CONFIG = "config.logs.configure"

# --- privacy: who answers for people's data, and for how long things are kept (accounts/privacy/retention.py)
PRIVACY_RESPONSIBLE_NAME = env.str("PRIVACY_RESPONSIBLE_NAME", default="")
PRIVACY_RESPONSIBLE_ADDRESS = env.str("PRIVACY_RESPONSIBLE_ADDRESS", default="")
PRIVACY_RESPONSIBLE_EMAIL = env.str("PRIVACY_RESPONSIBLE_EMAIL", default="")
KEEP_FISCAL_YEARS = env.int("KEEP_FISCAL_YEARS", default=5)
KEEP_ENDED_TASK_DAYS = env.int("KEEP_ENDED_TASK_DAYS", default=365)
KEEP_INVITATION_DAYS = env.int("KEEP_INVITATION_DAYS", default=90)
KEEP_ARCO_DAYS = env.int("KEEP_ARCO_DAYS", default=1826)
KEEP_SESSION_DAYS = env.int("KEEP_SESSION_DAYS", default=7)
KEEP_IMPORT_HOURS = env.int("KEEP_IMPORT_HOURS", default=24)

# --- runs
RUN_SECONDS = env.int("RUN_SECONDS", default=180)
ACTION_SECONDS = env.int("ACTION_SECONDS", default=10)
LEASE_DURATION = timedelta(seconds=env.int("LEASE_SECONDS", default=60))
PORTAL_CONCURRENCY = env.int("PORTAL_CONCURRENCY", default=2)
PORTAL_ALLOW_PRIVATE_HOSTS = env.bool("PORTAL_ALLOW_PRIVATE_HOSTS", default=False)

# --- browsers
BROWSER_PROVIDER = env.str("BROWSER_PROVIDER", default="local")
BROWSER_EXECUTABLE = env.str("BROWSER_EXECUTABLE", default="")
BROWSER_HEADLESS = env.bool("BROWSER_HEADLESS", default=True)
BROWSER_CDP_URL = env.str("BROWSER_CDP_URL", default="")
BROWSERBASE_API_KEY = env.str("BROWSERBASE_API_KEY", default="")
BROWSERBASE_PROJECT_ID = env.str("BROWSERBASE_PROJECT_ID", default="")

# --- language model of the agent pilot; unset: the pilot is off
AGENT_LLM = env.str("AGENT_LLM", default="")

# --- CFDI
CFDI_TRUSTED_ROOTS = env.str("CFDI_TRUSTED_ROOTS", default="sat")
CFDI_PAC_CERTIFICATES = env.str("CFDI_PAC_CERTIFICATES", default="")
SAT_STATUS = env.bool("SAT_STATUS", default=False)
