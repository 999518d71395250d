"""Values that a check must be able to recognise as never set."""

INSECURE_SECRET_KEY = "insecure-default-that-production-refuses"  # noqa: S105 - known to be no secret
