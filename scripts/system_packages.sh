#!/usr/bin/env bash
# The distribution's packages: `missing` prints those that are absent, `may_install` tells whether
# they can be installed without asking for a password, `install` does it. Needs PYTHON.
set -euo pipefail

readonly qt_libraries=(
    libegl1 libgl1 libglib2.0-0 libdbus-1-3 libxkbcommon0 libfontconfig1
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
)

missing() {
    if ! command -v dpkg-query >/dev/null; then
        echo "set-up: no dpkg here, so the system's packages are not checked; Qt needs: ${qt_libraries[*]}" >&2
        return
    fi
    { missing_tools && missing_python_parts && missing_libraries && missing_fonts; } | sort -u | xargs
}

missing_tools() {
    command -v cmake >/dev/null || echo cmake
    command -v g++ >/dev/null || echo g++
    command -v make >/dev/null || echo make
}

missing_python_parts() {
    "$PYTHON" - <<'END'
import importlib.util, pathlib, sys, sysconfig
name = f"python{sys.version_info.major}.{sys.version_info.minor}"
if not (pathlib.Path(sysconfig.get_paths()["include"]) / "Python.h").is_file():
    print(f"{name}-dev")
if not importlib.util.find_spec("ensurepip"):
    print(f"{name}-venv")
END
}

# Ubuntu 24.04 has renamed some (libglib2.0-0t64), which still provide the old name.
missing_libraries() {
    local here name
    here=$(dpkg-query -W -f='${db:Status-Abbrev}${Package}, ${Provides},\n' | sed -n 's/^ii //p' | tr -d ' ' | sed 's/([^)]*)//g')
    for name in "${qt_libraries[@]}"; do
        grep -qE "(^|,)$name," <<<"$here" || echo "$name"
    done
}

missing_fonts() {
    if ! command -v fc-list >/dev/null; then
        echo fontconfig fonts-wqy-microhei
    elif [[ -z $(fc-list :lang=zh-cn) ]]; then
        echo fonts-wqy-microhei
    fi
}

may_install() { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }

install() {
    local names as_root=()
    read -ra names <<<"$(missing)"
    [[ $EUID -eq 0 ]] || as_root=(sudo -n)
    # An update that fails is no reason to stop while older lists still lead to the packages.
    "${as_root[@]}" apt-get update || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 "${names[@]}"
}

"$1"
