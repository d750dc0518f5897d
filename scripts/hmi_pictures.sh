#!/usr/bin/env bash
# The pictures of the window in docs/img, taken from an embedded plant at work.
set -euo pipefail
cd "$(dirname "$0")/.."
for language in en zh_CN; do
    for palette in light dark; do
        .venv/bin/fleet hmi --embedded bottling_hall --factor 10 --seed 3 \
            --language "$language" --palette "$palette" --select forklift_2 \
            --screenshot "docs/img/hmi_${palette}_${language}.png" --after 45
    done
done
.venv/bin/python scripts/hmi_local_plans.py docs/img/hmi_local_plans.png
