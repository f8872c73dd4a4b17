#!/usr/bin/env bash
# Two builds of the program give the same bytes: exports of the same documents from both, on all three ways, compared.
#
#   tests/equality.sh BEFORE AFTER            BEFORE and AFTER are binaries of veille
#   RUNNERS="fused pipes" CORPORA=seeds tests/equality.sh BEFORE AFTER
#
# Documents: our seeds; with VEILLE_SHARED also the original seeds, 2,005 news articles (topics) and 500 annotated pages
# (pages). Over NATS with the server that VEILLE_NATS_SERVER names, else left out. What differs is named, field by field; the
# exports stay in the folder that is printed.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,8p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
before=$(realpath "$1")
after=$(realpath "$2")
runners=${RUNNERS:-fused pipes nats}
corpora=${CORPORA:-seeds shared topics pages}
work=$(mktemp -d "${TMPDIR:-/tmp}/equality.XXXXXX")
pids=()
unset VEILLE_LOG VEILLE_CONFIG VEILLE_NATS VEILLE_NATS_USER VEILLE_NATS_PASSWORD

end() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
}

# The captures of a corpus: a folder of seeds, or JSON Lines made of an annotated set.
documents() {
  case $1 in
    seeds) echo "$root/seeds" ;;
    shared) echo "$VEILLE_SHARED/seeds" ;;
    *) python3 - "$1" "$VEILLE_SHARED/data" "$work/$1.jsonl" <<'PYTHON' && echo "$work/$1.jsonl" ;;
import gzip, itertools, json, sys
corpus, data, path = sys.argv[1:]
def lines(name):
    with gzip.open(f"{data}/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
def captures():
    if corpus == "topics":
        for it in lines("topics/articles"):
            yield {"url": f"https://news.example/articles/{it['id']}", "captured_at": "2025-11-01T12:00:00Z",
                   "media_type": "text/plain; charset=utf-8", "body": f"{it['headline']}\n\n{it['text']}\n"}
        return
    # As many of each set, one in so many, so that all of its publishers come in.
    for name, pages, step in [("news", 100, 1), ("articles", 100, 2), ("segments", 150, 3), ("dates", 150, 3)]:
        for it in itertools.islice(lines(f"extraction/{name}"), 0, pages * step, step):
            yield {"url": it["url"], "captured_at": "2025-11-01T12:00:00Z", "media_type": "text/html", "body": it["html"]}
with open(path, "w", encoding="utf-8") as out:
    for capture in captures():
        out.write(json.dumps(capture, ensure_ascii=False) + "\n")
PYTHON
  esac
}

export_rows() { "$1" --quiet export --revisions --store "$2"; }

fused() { # program documents folder
  "$1" --quiet replay "$2" --store "$3/fused.db" >/dev/null
  export_rows "$1" "$3/fused.db"
}

pipes() {
  "$1" --quiet capture "$2" | "$1" --quiet clean | "$1" --quiet classify | "$1" --quiet store --store "$3/pipes.db" >/dev/null
  export_rows "$1" "$3/pipes.db"
}

nats() {
  local port stage
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  printf 'max_payload: 8MB\njetstream { store_dir: "%s/jetstream", max_file_store: 4GB }\n' "$3" >"$3/nats.conf"
  "$VEILLE_NATS_SERVER" --config "$3/nats.conf" --addr 127.0.0.1 --port "$port" --log "$3/nats.log" >/dev/null 2>&1 &
  pids+=($!)
  until (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.1; done
  for stage in clean classify; do
    "$1" --quiet "$stage" --nats "nats://127.0.0.1:$port" >/dev/null 2>"$3/$stage.log" &
    pids+=($!)
  done
  "$1" --quiet store --store "$3/nats.db" --nats "nats://127.0.0.1:$port" >/dev/null 2>"$3/store.log" &
  pids+=($!)
  "$1" --quiet replay "$2" --nats "nats://127.0.0.1:$port" >/dev/null
  export_rows "$1" "$3/nats.db"
}

# What differs between two exports: rows on one side alone, and the fields of those on both.
difference() {
  python3 - "$1" "$2" <<'PYTHON'
import json, sys
def rows(path):
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {json.dumps([row.get(key) for key in ("id", "capture", "url")]): row for row in rows}
def fields(row, at=""):
    for key, value in row.items():
        if isinstance(value, dict):
            yield from fields(value, f"{at}{key}.")
        else:
            yield at + key, value
before, after = map(rows, sys.argv[1:])
shown = 0
for key in sorted(before.keys() | after.keys()):
    old, new = dict(fields(before.get(key, {}))), dict(fields(after.get(key, {})))
    if old == new:
        continue
    shown += 1
    if shown > 20:
        continue
    side = "only before" if not new else "only after" if not old else ", ".join(k for k in sorted(old.keys() | new.keys()) if old.get(k) != new.get(k))
    print(f"  {(new or old).get('url') or key}: {side}", file=sys.stderr)
print(f"  {shown} rows differ" if shown else "  the same rows in another order or spelling", file=sys.stderr)
PYTHON
}

status=0
for corpus in $corpora; do
  if [ "$corpus" != seeds ] && [ -z "${VEILLE_SHARED:-}" ]; then
    echo "$corpus: left out, VEILLE_SHARED is not set" >&2
    continue
  fi
  documents=$(documents "$corpus")
  for runner in $runners; do
    if [ "$runner" = nats ] && [ -z "${VEILLE_NATS_SERVER:-}" ]; then
      echo "$corpus, nats: left out, VEILLE_NATS_SERVER is not set" >&2
      continue
    fi
    for side in before after; do
      folder=$work/$corpus-$runner-$side
      mkdir "$folder"
      (trap end EXIT && cd "$folder" && "$runner" "${!side}" "$documents" "$folder") >"$folder.jsonl"
    done
    if [ ! -s "$work/$corpus-$runner-before.jsonl" ]; then
      echo "$corpus, $runner: nothing to compare, there are no rows" >&2
      status=1
    elif cmp -s "$work/$corpus-$runner-before.jsonl" "$work/$corpus-$runner-after.jsonl"; then
      printf '%s, %s: the same %s rows (sha256 %.16s)\n' "$corpus" "$runner" \
        "$(wc -l <"$work/$corpus-$runner-after.jsonl")" "$(sha256sum <"$work/$corpus-$runner-after.jsonl")"
    else
      echo "$corpus, $runner: differs" >&2
      difference "$work/$corpus-$runner-before.jsonl" "$work/$corpus-$runner-after.jsonl"
      status=1
    fi
  done
done
if [ $status = 0 ]; then rm -rf "$work"; else echo "the exports lie in $work" >&2; fi
exit $status
