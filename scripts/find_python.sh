#!/usr/bin/env bash
# Prints the interpreter to use: PYTHON if set, else the newest of CPython 3.11 to 3.13 that answers.
set -euo pipefail

# A name on the PATH may be a wrapper without an interpreter behind it, so each is asked for itself.
readonly ask='
import platform, sys
fits = (3, 11) <= sys.version_info[:2] <= (3, 13) and platform.python_implementation() == "CPython"
print(sys.executable if fits else "")'

for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    found=$("$candidate" -c "$ask" 2>/dev/null) || continue
    if [[ -n $found ]]; then
        if [[ $(uname -sm) != "Linux x86_64" ]]; then
            echo "set-up: this is $(uname -sm), but the ROS 2 wheels exist for Linux x86_64 only; use a full ROS 2 and colcon" >&2
            exit 1
        fi
        printf '%s\n' "$found"
        exit
    fi
done

echo "set-up: no CPython 3.11, 3.12 or 3.13 found${PYTHON:+ at PYTHON=$PYTHON}; on Debian 12 or Ubuntu 24.04:
  sudo apt-get install python3 python3-venv python3-dev" >&2
exit 1
