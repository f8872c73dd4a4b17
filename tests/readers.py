#!/usr/bin/env python3
"""What many readers of the stream cost, and how long they wait: memory, and milliseconds from the commit of an article to each.

    tests/readers.py PROGRAM ARTICLES.jsonl                      # 2,000 readers, 40 articles one after another
    tests/readers.py PROGRAM ARTICLES.jsonl --readers 4000 --articles 100 --query 'minister*'

PROGRAM serves a new store of its own on a free port; ARTICLES are what `veille store` reads, such as `veille-training mix` prints.
A quarter of the readers each: everything, a language, a topic, a query. A commit is when another connection to the store sees it.
"""
import argparse
import asyncio
import glob
import os
import re
import resource
import sqlite3
import subprocess
import tempfile
import threading
import time


def memory(process):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{process}/status").read())[1]) / 1024


def spent(process):
    """Milliseconds of a processor that a process has spent so far."""
    tasks = glob.glob(f"/proc/{process}/task/*/schedstat")
    return sum(int(open(task).read().split()[0]) for task in tasks) / 1e6


def seen(path, commits, stop):
    """Notes when each change is seen by who looks at the store all the time."""
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    last = store.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0]
    while not stop.is_set():
        now = store.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0]
        for number in range(last + 1, now + 1):
            commits[number] = time.monotonic()
        last = now
        time.sleep(0.001)


async def read(port, filters, heard, ready):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /api/v1/stream?{filters} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    told = event = None
    while line := await reader.readline():
        if line.startswith(b"event: "):
            event = line[7:].strip()
        elif line.startswith(b"id: "):
            told = int(line[4:])
        elif line == b"\n" and event:
            if event == b"ready":
                ready.append(1)
            else:
                heard.append((told, time.monotonic()))
            event = None


async def listen(asked, port, process, store, environment):
    heard, ready, commits, stop = [], [], {}, threading.Event()
    kinds = ["all=1", "all=1&language=en", "topic=watched", f"q={asked.query}"]
    before = memory(process)
    readers = []
    for number in range(asked.readers):
        readers.append(asyncio.create_task(read(port, kinds[number % 4], heard, ready)))
        if number % 50 == 49:
            await asyncio.sleep(0.02)
    while len(ready) < asked.readers:
        await asyncio.sleep(0.1)
    print(f"{asked.readers} readers: {memory(process):.0f} MiB, before them {before:.0f}")
    watching = threading.Thread(target=seen, args=(store, commits, stop))
    watching.start()
    at_first = spent(process)
    with open(asked.file, encoding="utf-8") as lines:
        articles = [next(lines) for _ in range(asked.articles)]
    for article in articles:
        storing = await asyncio.create_subprocess_exec(
            asked.program, "store", "--store", store, "--quiet", stdin=subprocess.PIPE, env=environment)
        await storing.communicate(article.encode())
        await asyncio.sleep(asked.pause)
    await asyncio.sleep(2)
    stop.set()
    watching.join()
    waits = sorted((at - commits[number]) * 1e3 for number, at in heard if number in commits)
    at = lambda share: waits[min(len(waits) - 1, int(len(waits) * share))]
    print(f"{len(commits)} changes, {len(waits)} events: p50 {at(0.5):.0f} ms, p95 {at(0.95):.0f} ms, p99 {at(0.99):.0f} ms, last {waits[-1]:.0f} ms")
    print(f"afterwards {memory(process):.0f} MiB; {(spent(process) - at_first) / len(commits):.0f} ms of a processor for each change")
    for reader in readers:
        reader.cancel()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("file")
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--pause", type=float, default=0.5)
    parser.add_argument("--query", default="minister*")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (20000, 20000))
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "veille.db")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
        subprocess.run([asked.program, "store", "--store", store, "--quiet"], stdin=subprocess.DEVNULL, env=environment, check=True)
        said = open(os.path.join(folder, "said"), "w+")
        serving = subprocess.Popen(
            [asked.program, "serve", "--store", store, "--listen", "127.0.0.1:0"], stdout=said, stderr=said, env=environment)
        try:
            while not (port := re.search(r"http://127.0.0.1:(\d+)/", open(said.name).read())):
                time.sleep(0.05)
            asyncio.run(listen(asked, int(port[1]), serving.pid, store, environment))
        finally:
            serving.terminate()
            serving.wait()


if __name__ == "__main__":
    main()
