#!/usr/bin/env bash
# An office at work for an hour and a half: `veille run --serve` on a world of mininews at 20 articles a second, and how its
# memory, threads, files and descriptors grow after warming up, with the error of the slope; threads by what they are called too.
#
#   VEILLE_SHARED=DIR tests/soak.sh PROGRAM FOLDER            90 minutes
#   MINUTES=240 RATE=5 tests/soak.sh PROGRAM FOLDER
#
# May be interrupted at any time and started again with the same folder: it goes on with the same store for what is left of the
# time. Samples stand in FOLDER/samples.tsv and threads.tsv. The world is served by VEILLE_SHARED/mininews, on 127.0.0.1 alone.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,10p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
shared=$(realpath "${VEILLE_SHARED:?names the folder with mininews/}")
world=$folder/mininews/release/mininews
# Its own target: the folder of the others is not ours to write to.
[ -x "$world" ] || cargo build --quiet --release --locked --manifest-path "$shared/mininews/server/Cargo.toml" --target-dir "$folder/mininews"
[ -d "$folder/config" ] || cp -r "$root/config" "$folder/config"
export ROOT="$shared/mininews"
exec python3 - "$program" "$folder" "$world" "${MINUTES:-90}" "${RATE:-20}" <<'PYTHON'
import glob, json, math, os, re, signal, socket, statistics, subprocess, sys, time, urllib.request

program, folder, world, minutes, rate = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), float(sys.argv[5])
SAMPLE, WARM, BLOCK = 10, 600, 300  # seconds: between samples, left out after each start, of the means that are compared
WORLD, SPAN = 100_000, 172_800  # articles, and the virtual seconds over which mininews spreads them
samples_path = os.path.join(folder, "samples.tsv")
threads_path = os.path.join(folder, "threads.tsv")
COLUMNS = ["start", "second", "rss_kb", "descriptors", "threads", "store_bytes", "files_bytes", "files", "articles"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def get(url, tries=1):
    for left in reversed(range(tries)):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            if not left:
                raise
            time.sleep(0.2)


def samples():
    if not os.path.exists(samples_path):
        return []
    with open(samples_path) as file:
        rows = [line.split("\t") for line in file if line.endswith("\n") and line[0].isdigit()]
    return [dict(zip(COLUMNS, map(float, row))) for row in rows]


def threads():
    """The rows of samples by the names of threads, a column each."""
    rows = {}
    if os.path.exists(threads_path):
        for line in open(threads_path):
            start, second, name, count = line.rstrip("\n").split("\t")
            key = (float(start), float(second))
            rows.setdefault(key, {"start": key[0], "second": key[1]})[name] = float(count)
    names = sorted({name for row in rows.values() for name in row} - {"start", "second"})
    return names, [{**dict.fromkeys(names, 0.0), **rows[key]} for key in sorted(rows)]


def named(pid):
    """How many threads have which name; those that are numbered are one."""
    found = {}
    for comm in glob.glob(f"/proc/{pid}/task/*/comm"):
        try:
            name = re.sub(r"[-_]?\d*$", "", open(comm).read().strip()) or "-"
        except OSError:
            continue  # It has ended meanwhile.
        found[name] = found.get(name, 0) + 1
    return found


def configure(port):
    """The project's configuration, reading every host of the world through the world's server."""
    path = os.path.join(folder, "config/veille.toml")
    text = open(path).read()
    # A feed shows its last sixty articles only: it is read more often than a real one is.
    changed = {"interval_min_secs": "60", "interval_max_secs": "120", "address_delay_ms": "0", "host_delay_ms": "1000",
               "contact": '"soak@example.org"', "allow_private_addresses": f'["127.0.0.1:{port}"]'}
    for key, value in changed.items():
        text, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
        assert count == 1, key
    text = re.sub(r'(?m)^proxy = .*\n', "", text)
    text = re.sub(r"(?m)^\[fetcher\]$", f'[fetcher]\nproxy = "http://127.0.0.1:{port}"', text)
    open(path, "w").write(text)
    hosts = json.loads(get(f"http://127.0.0.1:{port}/_ctl/sources", tries=300))
    with open(os.path.join(folder, "config/sources.toml"), "w") as out:
        for number, it in enumerate(hosts):
            out.write(f'[[source]]\nid = "s{number}"\nname = "{it["host"]}"\nfeeds = ["{it["feed"]}"]\n\n')
    return len(hosts)


def bytes_of(pattern):
    sizes = []
    for path in glob.glob(os.path.join(folder, pattern), recursive=True):
        try:
            sizes += [os.path.getsize(path)] if os.path.isfile(path) else []
        except OSError:
            continue  # The index has put it together with others meanwhile.
    return sum(sizes), len(sizes)


def look(pid, metrics):
    status = open(f"/proc/{pid}/status").read()
    field = lambda name: float(re.search(rf"{name}:\s+(\d+)", status)[1])
    store, _ = bytes_of("office/veille.db*")
    files, count = bytes_of("office/**/*")
    told = get(f"http://{metrics}/metrics", tries=6)  # A machine may have much else to do.
    stored = re.findall(r'^veille_outcomes_total\{[^}]*stage="store"[^}]*outcome="forwarded"[^}]*\} (\d+)', told, re.M)
    return [field("VmRSS"), len(os.listdir(f"/proc/{pid}/fd")), field("Threads"), store, files, count, sum(map(int, stored))]


def run(seconds_left, done):
    port, http = free_port(), free_port()
    # What was published in an earlier part is there from the beginning.
    initial = min(done * rate / WORLD, 0.9)
    log = lambda name: open(os.path.join(folder, name), "ab")
    mininews = subprocess.Popen([world, "--port", str(port), "--articles", str(WORLD), "--initial", f"{initial:.4f}", "--rate",
                                 f"{rate * SPAN / WORLD / (1 - initial):.2f}"], cwd=os.environ["ROOT"], stdout=log("world.log"), stderr=log("world.log"))
    try:
        print(f"{configure(port)} sources, {seconds_left / 60:.0f} minutes left", flush=True)
        os.makedirs(os.path.join(folder, "office"), exist_ok=True)
        office = subprocess.Popen([program, "run", "--serve", "--listen", f"127.0.0.1:{free_port()}", "--metrics", f"127.0.0.1:{http}", "--config",
                                   os.path.join(folder, "config")], cwd=os.path.join(folder, "office"), stdout=log("office.log"), stderr=log("office.log"))
        try:
            while (code := office.poll()) is None:
                try:
                    get(f"http://127.0.0.1:{http}/healthz")
                    break
                except OSError:
                    time.sleep(0.2)
            if code is not None:
                sys.exit(f"veille run ended with {code}; see {folder}/office.log")
            sample(office, f"127.0.0.1:{http}", seconds_left)
        finally:
            office.send_signal(signal.SIGTERM)
            print("ended with", office.wait(60), flush=True)
    finally:
        mininews.kill()
        mininews.wait()


def sample(office, metrics, seconds_left):
    start = time.time()
    while (second := time.time() - start) < seconds_left:
        if office.poll() is not None:
            sys.exit(f"veille run ended with {office.returncode}; see {folder}/office.log")
        row = [int(start), round(second, 1), *look(office.pid, metrics)]
        with open(samples_path, "a") as out:
            out.write("\t".join(f"{value:.1f}" if isinstance(value, float) else str(value) for value in row) + "\n")
        with open(threads_path, "a") as out:
            out.writelines(f"{row[0]}\t{row[1]}\t{name}\t{count}\n" for name, count in named(office.pid).items())
        time.sleep(max(0, start + (second // SAMPLE + 1) * SAMPLE - time.time()))


def slope(rows, column):
    """By least squares over means of five minutes, each start with a level of its own: per hour, and its standard error."""
    points = []
    for start in sorted({row["start"] for row in rows}):
        blocks = {}
        for row in (row for row in rows if row["start"] == start and row["second"] >= WARM):
            blocks.setdefault(row["second"] // BLOCK, []).append(row[column])
        own = [((block + 0.5) * BLOCK / 3600, statistics.fmean(values)) for block, values in blocks.items()]
        if own:
            x, y = statistics.fmean(p[0] for p in own), statistics.fmean(p[1] for p in own)
            points.append([(px - x, py - y) for px, py in own])
    flat = [point for own in points for point in own]
    free = len(flat) - len(points) - 1
    spread = sum(x * x for x, _ in flat)
    if free < 2 or not spread:
        return None
    by = sum(x * y for x, y in flat) / spread
    return by, math.sqrt(sum((y - by * x) ** 2 for x, y in flat) / free / spread)


def report(rows):
    last = rows[-1]
    hours = elapsed(rows) / 3600
    articles = sum(max(row["articles"] for row in rows if row["start"] == start) for start in {row["start"] for row in rows})
    print(f"{hours * 60:.0f} minutes, {articles:.0f} articles stored, {articles / hours / 3600:.1f} a second")
    for name, column, unit, scale in [("memory", "rss_kb", "MB", 1024), ("descriptors", "descriptors", "", 1), ("threads", "threads", "", 1),
                                      ("files", "files", "", 1), ("store", "store_bytes", "MB", 1 << 20), ("all files", "files_bytes", "MB", 1 << 20)]:
        print(f"{name:12} {last[column] / scale:10.1f} {unit:3} at the end, {grown(rows, column, unit, scale)}")
    names, rows = threads()
    for name in names:
        print(f"  {name:16} {rows[-1][name]:4.0f}     at the end, {grown(rows, name, '', 1)}")


def grown(rows, column, unit, scale):
    found = slope(rows, column)
    return f"{found[0] / scale:+.2f} ± {found[1] / scale:.2f} {unit} an hour" if found else "too short for a slope"


def elapsed(rows):
    return sum(max(row["second"] for row in rows if row["start"] == start) for start in {row["start"] for row in rows})


done = elapsed(samples())
if done < minutes * 60 - SAMPLE:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run(minutes * 60 - done, done)
    except KeyboardInterrupt:
        print("interrupted; the same command goes on")
report(samples())
PYTHON
