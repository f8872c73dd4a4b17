#!/usr/bin/env bash
# Passes the tests: installs what they need, then checks format, lints and licences and runs all tests.
#
#   tests/run.sh                      everything
#   VEILLE_SHARED=DIR tests/run.sh    also the tests on the annotated sets in DIR
#
# Needs cargo; the rest it installs: as root on a Debian by itself, for anybody else it names the line to type.
# The servers go into .tools/, components of Rust to rustup.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/needs.sh

# With this Rust a lint is an error. A newer clippy knows lints that nobody here has seen: they are shown and fail nothing.
lints_rust=1.95

step() { printf '\n== %s\n' "$*" >&2; }

step "needs"
list_needs
meet_needs
meet_components
VEILLE_NATS_SERVER=$(nats_server) || { install_nats_server; VEILLE_NATS_SERVER=$(nats_server); }
export VEILLE_NATS_SERVER
VEILLE_POSTGRES=$(postgres_programs) || { install_postgres && VEILLE_POSTGRES=$(postgres_programs); } ||
  { echo "no PostgreSQL to be had: the tests that store in one are left out" >&2; VEILLE_POSTGRES=; }
export VEILLE_POSTGRES
PATH=$(cargo_deny_path)
cargo deny --version >/dev/null 2>&1 || install_cargo_deny || echo "no cargo-deny to be had" >&2
command -v chromedriver >/dev/null ||
  echo "no chromedriver (Debian: chromium-driver): the tests in a browser are left out" >&2
rustc --version >&2
"$VEILLE_NATS_SERVER" --version >&2
[ -z "$VEILLE_POSTGRES" ] || "$VEILLE_POSTGRES/postgres" --version >&2

step "format"
cargo fmt --all --check

step "licences"
if cargo deny --version >/dev/null 2>&1; then
  cargo deny --locked --log-level error check --hide-inclusion-graph licenses bans sources
else
  echo "there is no cargo-deny: licences and duplicates are left out" >&2
fi

step "bill of materials, advisories"
# What the program is linked from; nothing to pass, and nothing may be missing.
if command -v python3 >/dev/null; then
  mkdir -p target
  tests/sbom.py >target/veille.cdx.json
  echo "target/veille.cdx.json" >&2
else
  echo "no python3: no bill of materials" >&2
fi
tests/advisories.sh

step "deploy"
# Its schemas come from elsewhere: where one is not to be had it says so, and what needs it is left out.
tests/deploy.sh

lints() {
  local strict=
  case $(rustc --version) in "rustc $lints_rust."*) strict="-D warnings" ;; esac
  # shellcheck disable=SC2086 # two words or none
  cargo clippy --workspace --all-targets --locked --quiet -- $strict
}

step "tests"
if [ -z "${VEILLE_SHARED:-}" ]; then
  echo "VEILLE_SHARED is not set: the tests on the annotated sets and the five original seeds are left out" >&2
else
  VEILLE_SHARED=$(cd "$VEILLE_SHARED" && pwd)
  export VEILLE_SHARED
fi
log=$(mktemp)
lints_log=$(mktemp)
trap 'rm -f "$log" "$lints_log"' EXIT
status=0
# The program with the tests, and no examples (the lints have read them). Built alone, as a test does where this line has not been,
# its libraries have fewer features, and SQLite's, NATS's and the command line's are compiled a second time.
cargo build --workspace --bins --tests --locked
export VEILLE_BUILT=1
# Most of the longer tests wait for a server or a browser: with one for each processor, half of the time went by unused.
export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$(($(nproc) * 2))}
all_tests() {
  local failed=0
  cargo test --workspace --lib --bins --tests --locked --no-fail-fast || failed=$?
  cargo test --workspace --doc --locked --no-fail-fast || failed=$?
  return "$failed"
}
# The longer tests leave half of the processors to the lints. Not before they run: until then cargo keeps the folder to itself.
(
  until grep -q Running "$log"; do sleep 1; done
  lints
) >"$lints_log" 2>&1 &
linting=$!
all_tests 2>&1 | tee "$log" || status=$?
# Where nothing was built, nothing ran.
echo "Running ended" >>"$log"

step "lints"
wait "$linting" || status=$?
cat "$lints_log" >&2

awk '/^test result:/ { passed += $4; failed += $6; skipped += $8 }
  END { printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$log"
exit "$status"
