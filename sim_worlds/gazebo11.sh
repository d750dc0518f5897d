#!/usr/bin/env bash
# Gazebo 11 for machines whose distribution has none: Debian 11 in a folder of its own, made by debootstrap.
#   gazebo11.sh setup          makes it, or does nothing when it is there and whole
#   gazebo11.sh check          says whether it is; 0: yes, 1: no, with what to do
#   gazebo11.sh run COMMAND    runs COMMAND inside, in namespaces of its own: when this process ends, however
#                              it ends, all that COMMAND has started ends with it. FLEET_GAZEBO_WORLDS, a
#                              folder, is seen inside as /tmp/worlds.
# FLEET_GAZEBO names the folder; else it lies in the user's cache.
set -euo pipefail

readonly suite=bullseye
# What the worlds and the bridge were tried with; `check` compares.
readonly wanted=(gazebo=11.1.0 libgazebo11=11.1.0 gazebo-plugin-base=11.1.0 libsdformat9-9=9.3.0)
readonly folder=${FLEET_GAZEBO:-${XDG_CACHE_HOME:-$HOME/.cache}/fleet_controller/gazebo11}
readonly unfinished=$folder.unfinished log=$folder.log steps=3
number=0 job=

main() {
    case ${1:-} in
        setup) setup ;;
        check) check ;;
        run) run "${@:2}" ;;
        *) stop "usage: gazebo11.sh setup | check | run COMMAND ..." ;;
    esac
}

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "gazebo: $1"
    exit 1
}

check() {
    local problem
    problem=$(trouble)
    [[ -z $problem ]] || stop "$problem; make gazebo sets it up"
}

# What is wrong with the folder; nothing when all is well.
trouble() {
    local each name version
    [[ -d $folder ]] || { echo "not set up in $folder"; return; }
    for each in "${wanted[@]}"; do
        name=${each%=*}
        version=$(version_of "$name")
        [[ $version == "${each#*=}"* ]] ||
            { echo "$folder has $name ${version:-not at all}, wanted is ${each#*=}"; return; }
    done
    [[ -x $folder/usr/bin/gzserver ]] || echo "$folder has no gzserver"
}

# From the status file, which every user can read, so that no root is needed to look.
version_of() {
    awk -v name="$1" -v RS= -F'\n' '
        $1 == "Package: " name && /\nStatus: install ok installed(\n|$)/ {
            for (i = 2; i <= NF; i++) if (sub(/^Version: /, "", $i)) print $i
        }' "$folder/var/lib/dpkg/status" 2>/dev/null || true
}

setup() {
    local problem
    problem=$(trouble)
    [[ -n $problem ]] || { say "gazebo: $(version_of gazebo) is in $folder"; return; }
    mkdir -p "$(dirname "$folder")"
    wait_for_other_setup
    problem=$(trouble)
    [[ -n $problem ]] || return 0
    say "gazebo: $problem"
    [[ $EUID -eq 0 ]] || stop "setting it up needs root, once (1.3 GB, about two minutes):
  sudo env FLEET_GAZEBO=$folder bash $0 setup"
    trap 'stop_job' EXIT
    trap 'say "stopped; the next call begins anew"; exit 130' INT
    trap 'exit 143' TERM

    step tools "looking for debootstrap" \
        "Try it by hand: apt-get update && apt-get install --no-install-recommends debootstrap"
    step base "making a Debian $suite in $unfinished" \
        "Check that the distribution's mirror is reached and still has $suite: debootstrap $suite /tmp/try
  FLEET_DEBIAN_MIRROR names another mirror."
    step simulator "installing Gazebo 11 in it" \
        "See the log; 'bash $0 setup' begins anew."
    rm -rf "$folder"
    mv "$unfinished" "$folder"
    problem=$(trouble)
    [[ -z $problem ]] || stop "$problem: the mirror has other versions than these worlds were tried with"
    say "gazebo: $(version_of gazebo) is in $folder"
}

# The descriptor stays open in every child, as in scripts/setup.sh.
wait_for_other_setup() {
    exec 9>"$folder.lock"
    flock -n 9 && return
    say "gazebo: another set-up is running; waiting for it"
    flock 9
}

# step NAME TITLE ADVICE: runs do_NAME in a session of its own.
step() {
    local name=$1 title=$2 advice=$3 status=0 started=$SECONDS
    number=$((number + 1))
    export -f "do_$name" may_start_nothing
    setsid bash -c "set -euo pipefail; do_$name '$unfinished' '$suite'" >"$log" 2>&1 </dev/null &
    job=$!
    show_progress "$title" "$started"
    wait "$job" || status=$?
    job=
    clear_line
    if ((status)); then
        say "gazebo: step $number of $steps failed: $title. The end of $log:"
        tail -n 20 "$log" | sed 's/^/  | /' >&2
        stop "what to do: $advice"
    fi
    say "[$number/$steps] $title: done in $((SECONDS - started)) s"
}

# The checker of worlds for Gazebo Sim is only for a test, which is skipped without it.
do_tools() {
    install() {
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
            -o DPkg::Lock::Timeout=300 "$@"
    }
    command -v debootstrap >/dev/null && command -v ign >/dev/null && return
    apt-get update || true
    install ignition-tools libsdformat-dev || true
    command -v debootstrap >/dev/null || install debootstrap
}

do_base() {
    rm -rf "$1"
    debootstrap --variant=minbase "$2" "$1" ${FLEET_DEBIAN_MIRROR:+"$FLEET_DEBIAN_MIRROR"}
}

# The mount is seen by this step alone, so nothing stays mounted when it is killed.
do_simulator() {
    cp /etc/hosts /etc/resolv.conf "$1/etc/"
    may_start_nothing >"$1/usr/sbin/policy-rc.d"
    chmod +x "$1/usr/sbin/policy-rc.d"
    printf 'path-exclude=%s\n' '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*' \
        >"$1/etc/dpkg/dpkg.cfg.d/small"
    # shellcheck disable=SC2016 # the inner shell expands
    unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
        mount -t proc proc "$0/proc"
        export DEBIAN_FRONTEND=noninteractive LC_ALL=C
        chroot "$0" apt-get install --yes --no-install-recommends gazebo gazebo-plugin-base
        chroot "$0" apt-get clean' "$1"
}

may_start_nothing() { printf '#!/bin/sh\nexit 101\n'; }

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

run() {
    check
    [[ $EUID -eq 0 ]] || stop "running Gazebo from $folder needs root, for chroot: sudo bash $0 run ..."
    export GAZEBO_MASTER_URI=${GAZEBO_MASTER_URI:-http://127.0.0.1:11345}
    # A process namespace whose first process dies takes all others with it; setpriv makes that first one die
    # with us. What is written goes to /tmp, which is memory. Joints are commanded over Ignition Transport, whose
    # discovery all processes of a machine share: a partition for each master keeps them apart.
    # shellcheck disable=SC2016 # the inner shell expands
    exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
        mount -t proc proc "$0/proc"
        mount -t tmpfs tmpfs "$0/tmp"
        mkdir "$0/tmp/home" "$0/tmp/worlds"
        [[ -z ${FLEET_GAZEBO_WORLDS:-} ]] || mount --bind -o ro "$FLEET_GAZEBO_WORLDS" "$0/tmp/worlds"
        exec chroot "$0" env -i HOME=/tmp/home PATH=/usr/bin:/bin LC_ALL=C GAZEBO_MODEL_DATABASE_URI= \
            GAZEBO_MASTER_URI="$GAZEBO_MASTER_URI" GAZEBO_IP=127.0.0.1 \
            IGN_IP=127.0.0.1 IGN_PARTITION="gazebo_${GAZEBO_MASTER_URI##*:}" \
            GAZEBO_RESOURCE_PATH=/usr/share/gazebo-11 GAZEBO_PLUGIN_PATH=/usr/lib/x86_64-linux-gnu/gazebo-11/plugins \
            "$@"' "$folder" "$@"
}

main "$@"
