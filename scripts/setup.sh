#!/usr/bin/env bash
# Sets everything up in .venv: system packages, Python packages, the project, its ROS interfaces.
# Each step is stamped with a hash of what went into it, so a call that finds nothing changed does nothing.
# PYTHON=... chooses the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly steps=6 stamps=.venv/stamps logs=build/log
number=0 job=

main() {
    mkdir -p "$logs"
    wait_for_other_setup
    trap 'stop_job' EXIT
    trap 'say "stopped; the next call takes up here"; exit 130' INT
    trap 'exit 143' TERM

    PYTHON=$(choose_python)
    export PYTHON
    abandon_unfinished_venv

    local place lock project interfaces kernels
    place="$PYTHON in $PWD"
    lock=$(digest requirements.lock scripts/localise_cmake.py)
    project=$(digest pyproject.toml setup.py setup.cfg fleet_ws/src/fleet_nodes/setup.{py,cfg})
    interfaces=$(digest fleet_ws/src/fleet_interfaces)
    kernels=$(digest planner fleet_core/dispatch fleet_core/proximity fleet_core/simulation)

    system_packages
    step venv "making .venv with $("$PYTHON" -V)" "$place" \
        "Check that this interpreter can make virtual environments: $PYTHON -m venv /tmp/try"
    step packages "installing $(grep -c '^[a-z].*==' requirements.lock) packages" "$lock" \
        "Check that pip reaches its index: .venv/bin/python -m pip download --no-deps -d /tmp uv
  A mirror is named by 'pip config set global.index-url URL' or PIP_INDEX_URL."
    step project "installing fleet_controller and fleet_nodes" "$project" \
        "Check pyproject.toml and both setup.cfg."
    step interfaces "building the ROS interfaces" "$lock $interfaces" \
        "Check the interface file that the log names; if none, 'make clean' and try again."
    step warm_up "compiling the inner loops" "$lock $kernels" \
        "Start it by hand: .venv/bin/python -m fleet_core.app.warm_up"
}

say() { printf '%s\n' "$*" >&2; }

digest() {
    find "$@" -type f -not -path '*/__pycache__/*' -not -path '*.egg-info/*' -print0 |
        sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-32
}

# The descriptor stays open in every child, so that even after kill -9 of this script
# nobody else starts while its children still write.
wait_for_other_setup() {
    exec 9>build/setup.lock
    flock -n 9 && return
    say "another set-up is running in this tree; waiting for it"
    flock 9
}

# What .venv was made with stays, even where a newer one has come since.
choose_python() {
    local made_with=
    [[ -n ${PYTHON:-} || ! -x .venv/bin/python || ! -f $stamps/venv ]] || made_with=$(<"$stamps/venv")
    made_with=${made_with%% in *}
    if [[ -x $made_with ]]; then printf '%s\n' "$made_with"; else bash scripts/find_python.sh; fi
}

# A package that was being copied when the power went looks installed and is not.
abandon_unfinished_venv() {
    [[ ! -f $stamps/packages.unfinished ]] || rm -rf .venv
}

system_packages() {
    local missing
    missing=$(bash scripts/system_packages.sh missing)
    if [[ -z $missing ]]; then
        number=$((number + 1))
        return
    fi
    bash scripts/system_packages.sh may_install ||
        stop "these system packages are missing, and installing them needs root or sudo without a password:
  sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
    say "not on this machine yet: $missing"
    step system "installing $(wc -w <<<"$missing") system packages" "" \
        "Try it by hand: sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
}

stop() {
    say "set-up: $1"
    exit 1
}

# step NAME TITLE INPUTS ADVICE: runs the function NAME of setup_steps.sh unless it was done with these inputs.
step() {
    local name=$1 title=$2 inputs=$3 advice=$4 log=$logs/$1.log status=0 started=$SECONDS
    number=$((number + 1))
    [[ -n $inputs && -f $stamps/$name && $(<"$stamps/$name") == "$inputs" ]] && return
    rm -f "$stamps/$name"

    # In a session of its own the whole step can be ended at once, whatever it has started.
    setsid bash scripts/setup_steps.sh "$name" >"$log" 2>&1 </dev/null &
    job=$!
    show_progress "$title" "$started"
    wait "$job" || status=$?
    job=
    if ((status)); then
        clear_line
        say "set-up: step $number of $steps failed: $title. The end of $log:"
        tail -n 20 "$log" | sed 's/^/  | /' >&2
        stop "what to do: $advice"
    fi
    clear_line
    say "[$number/$steps] $title: done in $((SECONDS - started)) s"
    [[ -z $inputs ]] || { mkdir -p "$stamps" && printf '%s' "$inputs" >"$stamps/$name"; }
}

show_progress() {
    local title=$1 started=$2 elapsed shown=-1
    while kill -0 "$job" 2>/dev/null; do
        elapsed=$((SECONDS - started))
        if [[ -t 2 ]]; then
            printf '\r[%d/%d] %s ... %d s' "$number" "$steps" "$title" "$elapsed" >&2
        elif ((shown < 0 || elapsed - shown >= 15)); then
            say "[$number/$steps] $title ... $elapsed s"
            shown=$elapsed
        fi
        sleep 0.2
    done
}

clear_line() { [[ ! -t 2 ]] || printf '\r\033[K' >&2; }

stop_job() { [[ -z $job ]] || kill -TERM -- "-$job" 2>/dev/null || true; }

main
