#!/usr/bin/env bash
# Writes requirements.lock: every package with its hashes for Python 3.11 to 3.13, no address of any index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bash scripts/setup_steps.sh uv pip compile pyproject.toml --group interfaces --group dev --group setup \
    --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
    --custom-compile-command "make lock" --quiet --output-file requirements.lock "$@" >/dev/null
grep -c '^[a-z].*==' requirements.lock | sed 's/$/ packages in requirements.lock/'
