#!/usr/bin/env python
"""Django's command line; on one machine it brings up what the commands need first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import local_services  # noqa: PLC0415 - the path is set by Python itself

    if sys.argv[1:2] != ["services"]:  # `services stop` must not start what it ends
        local_services.ensure()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the variables are set

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
