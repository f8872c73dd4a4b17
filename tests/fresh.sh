#!/usr/bin/env bash
# Tries what README promises where nothing is: a Debian made by debootstrap with a C compiler, certificates, git and rustup's
# minimal profile; a clone of the last commit; the two commands. Says how long each took and how much disk.
#
#   tests/fresh.sh [SUITE]      as root; bookworm unless said otherwise. Half an hour, 8 GB; before each release.
#
# FRESH_FOLDER (/var/tmp) is where the Debian stands while it is tried, DEBIAN_MIRROR where it comes from, RUST (stable)
# which toolchain a newcomer has. Proxies and mirrors of this machine's environment are handed on, its own certificates too.
set -euo pipefail
cd "$(dirname "$0")/.."
checkout=$PWD

suite=${1:-bookworm}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
rust=${RUST:-stable}
# Bounds: no command of the trial may take longer, nor the whole more disk.
first_max=30m
second_max=60m
free_min_gb=12

fail() { echo "tests/fresh.sh: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "a chroot needs root: sudo tests/fresh.sh"
. tests/needs.sh
need debootstrap debootstrap
need unshare util-linux
need wget wget
meet_needs

place=${FRESH_FOLDER:-/var/tmp}
free_gb=$(df --output=avail -BG "$place" | tail -n 1 | tr -dc 0-9)
[ "$free_gb" -ge "$free_min_gb" ] || fail "$place has $free_gb GB free, the trial wants $free_min_gb: name another place in FRESH_FOLDER"
folder=$(mktemp -d "$place/veille-fresh.XXXXXX")
debian=$folder/debian
# Mounts and processes of the trial live in namespaces that end with their command: nothing but files is left to remove.
child=
end() {
  [ -z "$child" ] || { kill -KILL "$child" && wait "$child"; } 2>/dev/null || true
  rm -rf --one-file-system "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# What a machine behind a proxy or a mirror needs to reach the world, if this one does.
handed=()
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_PROXY \
  RUSTUP_DIST_SERVER RUSTUP_UPDATE_ROOT; do
  [ -z "${!name:-}" ] || handed+=("$name=${!name}")
done

# inside USER COMMAND: in the Debian, in a fresh environment, with /proc and /dev; what it starts ends with it.
inside() {
  local user=$1
  # shellcheck disable=SC2016 # the inner shell reads its own variables
  unshare --mount --pid --fork --kill-child -- sh -c '
    debian=$1 user=$2; shift 2
    mount --make-rprivate / &&
    mount -t proc proc "$debian/proc" && mount -t tmpfs tmp "$debian/dev/shm" &&
    { mount -t devpts devpts "$debian/dev/pts" || true; } &&
    exec chroot --userspec="$user" "$debian" "$@"' \
    inside "$debian" "$user" /usr/bin/env -i HOME="$(home "$user")" LANG=C.UTF-8 TERM=dumb CARGO_HOME=/opt/rust/cargo \
    RUSTUP_HOME=/opt/rust/rustup PATH=/opt/rust/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${handed[@]}" sh -c "cd /srv/veille 2>/dev/null; $2" &
  # Waited for in the background: a signal to this script ends the command at once, and not when it has done.
  child=$!
  local status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

home() { if [ "$1" = root ]; then echo /root; else echo /tmp; fi; }

step() { printf "\n== %s\n" "$*" >&2; }

gb() { du -sm "$1" | awk '{ printf "%.1f", $1 / 1000 }'; }

# timed NAME LIMIT COMMAND: a command of the trial, by the clock. One that fails ends the trial.
timed() {
  local before=$SECONDS status=0
  step "$1: $3"
  inside root "timeout $2 $3" >"$folder/$1.out" 2>"$folder/$1.err" || status=$?
  tail -n 12 "$folder/$1.err" "$folder/$1.out" >&2
  printf '%s took %d min %d s, exit code %d\n' "$1" $(((SECONDS - before) / 60)) $(((SECONDS - before) % 60)) $status | tee -a "$folder/times"
  [ "$status" = 0 ] || keep "$1"
}

# The last words of a command that failed outlive the trial.
keep() {
  mkdir -p "$checkout/.tools"
  cp "$folder/$1.err" "$checkout/.tools/fresh-$1.err"
  cp "$folder/$1.out" "$checkout/.tools/fresh-$1.out"
  fail "$1 failed; what it said is in .tools/fresh-$1.err and .out"
}

step "Debian ($suite) from $mirror"
debootstrap --variant=minbase --include=gcc,libc6-dev,ca-certificates,git "$suite" "$debian" "$mirror" >"$folder/debootstrap.log" ||
  { tail "$folder/debootstrap.log" >&2; fail "no $suite from $mirror: name a mirror in DEBIAN_MIRROR"; }
cp -L /etc/resolv.conf /etc/hosts "$debian/etc/"
cp -rL /usr/local/share/ca-certificates "$debian/usr/local/share/" 2>/dev/null || true
for file in /etc/pip.conf /root/.cargo/config.toml; do
  [ ! -f "$file" ] || install -D "$file" "$debian$file"
done
inside root update-ca-certificates >/dev/null

step "rustup, minimal profile, $rust"
wget -q -O "$debian/tmp/rustup-init" \
  "${RUSTUP_UPDATE_ROOT:-https://static.rust-lang.org/rustup}/dist/$(uname -m)-unknown-linux-gnu/rustup-init"
inside root "chmod +x /tmp/rustup-init && /tmp/rustup-init -y --quiet --profile minimal --default-toolchain $rust --no-modify-path"
inside root "rustc --version"
installed_gb=$(gb "$debian")

step "a clone of $(git log -1 --format='%h, %s')"
git clone --quiet --no-hardlinks "file://$checkout" "$debian/srv/veille"

# Who is not root is told one line, and nothing is done.
step "tests/run.sh as nobody"
if inside 65534:65534 tests/run.sh >"$folder/nobody" 2>&1; then fail "tests/run.sh passed as nobody, without the packages it needs"; fi
grep -q 'apt-get install' "$folder/nobody" || { cat "$folder/nobody" >&2; fail "tests/run.sh names no line to type"; }

timed first "$first_max" "cargo run --release --bin veille -- replay seeds"
release_gb=$(gb "$debian/srv/veille/target")
timed second "$second_max" tests/run.sh
grep 'passed' "$folder/second.out" | tail -n 1
cat "$folder/times"
printf 'disk: %s GB the Debian with Rust, %s GB target/ after the first command, %s GB after the second, %s GB in all\n' \
  "$installed_gb" "$release_gb" "$(gb "$debian/srv/veille/target")" "$(gb "$debian")"
