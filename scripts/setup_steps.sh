#!/usr/bin/env bash
# What each step of setup.sh does; setup.sh decides which are due. PYTHON is what .venv is made with.
set -euo pipefail

readonly interpreter=${PYTHON:-} python=.venv/bin/python unfinished=.venv/stamps/packages.unfinished

system() { bash scripts/system_packages.sh install; }

venv() { "$interpreter" -m venv --clear .venv; }

packages() {
    mkdir -p "$(dirname "$unfinished")"
    touch "$unfinished"
    if install_uv && uv pip install --require-hashes -r requirements.lock; then
        echo "installed by uv"
    else
        echo "uv cannot be used here; going on with pip"
        "$python" -m pip install --require-hashes -r requirements.lock
    fi
    "$python" scripts/localise_cmake.py
    rm "$unfinished"
}

install_uv() {
    "$python" -m pip install --require-hashes -r <(sed -nE '/^uv==/,/^ +#/p' requirements.lock)
}

project() {
    local each=(--no-deps --no-build-isolation --config-settings editable_mode=compat)
    if [[ -x .venv/bin/uv ]]; then
        uv pip install "${each[@]}" -e . -e fleet_ws/src/fleet_nodes
    else
        "$python" -m pip install "${each[@]}" -e . -e fleet_ws/src/fleet_nodes
    fi
}

interfaces() {
    local build=.venv/build/fleet_interfaces
    # Fresh each time: what a deleted or renamed interface left behind would be built again.
    rm -rf "$build"
    cmake -S fleet_ws/src/fleet_interfaces -B "$build" \
        -DCMAKE_INSTALL_PREFIX="$PWD/.venv" -DCMAKE_PREFIX_PATH="$PWD/.venv" \
        -DPython3_EXECUTABLE="$PWD/$python" -DBUILD_TESTING=OFF \
        -DPYTHON_ONLY=ON \
        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=20
    cmake --build "$build" --parallel 2 --target install
}

# numba looks at the file of a kernel, not at those of the kernels that it calls: all anew.
warm_up() {
    find fleet_core planner -name '*.nb[ci]' -delete
    "$python" -m fleet_core.app.warm_up
}

# uv does not read pip's configuration; what this machine has set for pip holds for both.
uv() {
    local settings options=(--python "$python" --index-strategy unsafe-best-match) each
    settings=$("$python" -m pip config list)
    each=$(pip_setting cert) && export SSL_CERT_FILE=$each
    each=$(pip_setting proxy) && export ALL_PROXY=$each
    each=$(pip_setting index-url) && options+=(--default-index "$each")
    for each in $(pip_setting extra-index-url); do options+=(--index "$each"); done
    for each in $(pip_setting find-links); do options+=(--find-links "$each"); done
    for each in $(pip_setting trusted-host); do options+=(--allow-insecure-host "$each"); done
    .venv/bin/uv "$1" "$2" "${options[@]}" "${@:3}"
}

# The environment wins over the [install] section, that over [global]; several values come as 'A\nB'.
pip_setting() {
    local section value
    for section in ':env:' install global; do
        value=$(sed -nE "s/^$section\.$1='(.*)'\$/\1/p" <<<"$settings")
        [[ -z $value ]] || { printf '%s\n' "${value//\\n/ }"; return; }
    done
    return 1
}

"$@"
