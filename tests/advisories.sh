#!/usr/bin/env bash
# Whether a dependency has a known fault, by RustSec's advisories: fails where one has, and says so where that could not be found out.
#
#   tests/advisories.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/needs.sh
PATH=$(cargo_deny_path)

not_looked() { echo "$1: whether a dependency has a known fault was not looked at" >&2; exit 0; }

cargo deny --version >/dev/null 2>&1 || not_looked "cargo-deny is not installed"
# By itself: that nobody is to be reached is no fault of a dependency.
timeout 60 cargo deny --log-level off fetch db >/dev/null 2>&1 || not_looked "RustSec's advisories cannot be reached"
cargo deny --locked --log-level error check --hide-inclusion-graph advisories
