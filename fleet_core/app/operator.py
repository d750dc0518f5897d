"""Who gives a command: a person or a program, by name."""

from __future__ import annotations

import getpass
import os

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.request import check_author

ENVIRONMENT = "FLEET_OPERATOR"


def operator_name(chosen: str = "") -> str:
    """The name that was chosen, else that of the environment, else the user's login name.

    Raises CommandError for a name that cannot be an author, ConfigurationError without any.
    """
    name = chosen or os.environ.get(ENVIRONMENT, "") or _login()
    check_author(name)
    return name


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # a user without a name, as in some containers
        raise ConfigurationError(
            f"this user has no login name; say who gives the command: --operator or {ENVIRONMENT}"
        ) from error
