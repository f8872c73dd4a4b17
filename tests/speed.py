#!/usr/bin/env python3
"""How much processor time an article takes, of one build of the program or of two, turn about.

    VEILLE_SHARED=… tests/speed.py target/release/veille
    tests/speed.py --rounds 5 --corpora pages BEFORE AFTER
    tests/speed.py --runners fused,nats --documents captures.jsonl target/release/veille

Processor time (user and system) of all processes together, NATS server included, for each document that was stored or refused:
what others do on the machine shows in it far less than in articles a second. Two builds are measured in pairs, the order changing,
and the middle of the pairs' quotients is printed. Memory is the highest resident set of any one process.

Corpora: `texts`, 20,000 news texts of 1.4 KB; `pages`, 2,000 news pages of some 176 KB; both cut from the annotated sets in
VEILLE_SHARED. Over NATS with the server that VEILLE_NATS_SERVER names. Nothing fails on a figure: timings are no tests.
"""
import argparse, gzip, itertools, json, os, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

COMMON = ["--quiet"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_") and name != "NATS_STORE"}


def lines(name):
    with gzip.open(os.path.join(os.environ["VEILLE_SHARED"], "data", name + ".jsonl.gz"), "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def capture(number, media_type, body):
    return {
        "url": f"https://paper-{number % 97}.example/articles/{number}",
        "captured_at": f"2025-10-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00Z",
        "media_type": media_type,
        "body": body,
    }


def texts(count):
    """Pieces of 1.4 KB, paragraphs kept, of all annotated articles; round and round, each with a headline of its own."""
    pieces = []
    for article in lines("topics/articles"):
        words, piece = article["text"].split(" "), ""
        for word in words:
            piece += word + " "
            if len(piece.encode()) > 1300:
                pieces.append((article["headline"], piece.strip()))
                piece = ""
    for number, (headline, text) in zip(range(count), itertools.cycle(pieces)):
        yield capture(number, "text/plain; charset=utf-8", f"{headline} ({number})\n\n{text}\n")


def pages(count):
    """Pages between 120 and 240 KB of all extraction sets, round and round; the first paragraph numbered."""
    found = []
    for name in ["news", "articles", "segments", "dates", "press"]:
        found += [page["html"] for page in lines("extraction/" + name) if 120_000 <= len(page["html"].encode()) <= 240_000]
    for number, html in zip(range(count), itertools.cycle(found)):
        yield capture(number, "text/html; charset=utf-8", html.replace("</p>", f" ({number})</p>", 1))


def configure(folder):
    """The project's configuration, without followers: a replay would join stories at its end."""
    config = os.path.join(folder, "config")
    shutil.copytree(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "config"), config)
    # These keys alone: of two builds the older one need not know what the settings are today.
    with open(os.path.join(config, "veille.toml"), "w", encoding="utf-8") as file:
        file.write("[search]\nkeep = false\n\n[stories]\nkeep = false\n")
    return config


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    def __init__(self, folder, arguments):
        log = open(os.path.join(folder, "stderr.log"), "ab")
        self.pid = subprocess.Popen(arguments, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log).pid

    def end(self, with_signal=None):
        """Waits for it; its usage."""
        if with_signal:
            os.kill(self.pid, with_signal)
        _, status, usage = os.wait4(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        # A service that is told to stop says so.
        if code not in (0, *([1, 130, -signal.SIGTERM] if with_signal else [])):
            sys.exit(f"process ended with {code}")
        return usage


def fused(program, documents, folder):
    replay = Process(folder, [program, *COMMON, "replay", documents, "--store", "store.db", "--json"])
    return [("replay", replay.end())]


def nats(program, documents, folder, instances=1):
    port = free_port()
    with open(os.path.join(folder, "nats.conf"), "w") as conf:
        conf.write(f'max_payload: 8MB\njetstream {{ store_dir: "{folder}/jetstream", max_file_store: 8GB }}\n')
    server = os.environ["VEILLE_NATS_SERVER"]
    server = Process(folder, [server, "--config", f"{folder}/nats.conf", "--addr", "127.0.0.1", "--port", str(port)])
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    url = f"nats://127.0.0.1:{port}"
    # The store is one: its file has one writer.
    stages = [["clean"]] * instances + [["classify"]] * instances + [["store", "--store", "store.db"]]
    services = [Process(folder, [program, *COMMON, *stage, "--nats", url]) for stage in stages]
    time.sleep(1)
    # Ends once everything is stored.
    usages = [("replay", Process(folder, [program, *COMMON, "replay", documents, "--nats", url]).end())]
    usages += [(stage[0], service.end(signal.SIGTERM)) for stage, service in zip(stages, services)]
    return usages + [("nats-server", server.end(signal.SIGTERM))]


def measure(runner, program, documents, count, scratch=None):
    folder = tempfile.mkdtemp(prefix="speed-", dir=scratch)
    began = time.monotonic()
    try:
        usages = runner(program, documents, folder)
    finally:
        shutil.rmtree(folder)
    seconds = time.monotonic() - began
    spent = lambda usage: (usage.ru_utime + usage.ru_stime) / count * 1e6
    return {
        "µs": sum(spent(usage) for _, usage in usages),
        "system µs": sum(usage.ru_stime for _, usage in usages) / count * 1e6,
        "MB": max(usage.ru_maxrss // 1024 for name, usage in usages if name != "nats-server"),
        "a second": count / seconds,
        "by process": ", ".join(f"{name} {spent(usage):.0f}" for name, usage in usages),
    }


def told(runner, corpus, program, found):
    middle = {key: statistics.median(one[key] for one in found) for key in ("µs", "system µs", "MB", "a second")}
    print(f"{corpus} {runner}: {middle['µs']:.0f} µs an article ({middle['system µs']:.0f} in the kernel), at most {middle['MB']:.0f} MB,"
          f" {middle['a second']:.0f}/s by the clock; {os.path.basename(os.path.dirname(program))}/{os.path.basename(program)}", flush=True)
    if len(found[0]["by process"].split(",")) > 1:
        print(f"  {found[-1]['by process']}")
    return middle["µs"]


def written(corpus, count, folder):
    """A corpus as a file of JSON Lines."""
    path = os.path.join(folder, corpus + ".jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for it in {"texts": texts, "pages": pages}[corpus](count):
            out.write(json.dumps(it, ensure_ascii=False) + "\n")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+", metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpora", default="texts,pages")
    parser.add_argument("--documents", help="captures as JSON Lines, instead of the corpora")
    parser.add_argument("--runners", default="fused")
    parser.add_argument("--scratch", help="a folder on the disk that is to be measured")
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=2_000)
    arguments = parser.parse_args()
    programs = [os.path.realpath(program) for program in arguments.programs]
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        COMMON.extend(["--config", configure(scratch)])
        corpora = {}
        for corpus in [] if arguments.documents else arguments.corpora.split(","):
            count = getattr(arguments, corpus)
            corpora[corpus] = (written(corpus, count, scratch), count)
        if arguments.documents:
            with open(arguments.documents, "rb") as file:
                corpora["documents"] = (os.path.realpath(arguments.documents), sum(1 for _ in file))
        for corpus, (documents, count) in corpora.items():
            for runner in arguments.runners.split(","):
                found = [[] for _ in programs]
                for turn in range(arguments.rounds):
                    order = range(len(programs)) if turn % 2 == 0 else reversed(range(len(programs)))
                    for at in order:
                        found[at].append(measure({"fused": fused, "nats": nats}[runner], programs[at], documents, count, arguments.scratch))
                for program, its in zip(programs, found):
                    told(runner, corpus, program, its)
                for its, program in zip(found[1:], programs[1:]):
                    quotients = sorted(one["µs"] / first["µs"] for first, one in zip(found[0], its))
                    print(f"  {statistics.median(quotients):.3f} of the first's ({quotients[0]:.3f}-{quotients[-1]:.3f})", flush=True)


if __name__ == "__main__":
    main()
