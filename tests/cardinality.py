#!/usr/bin/env python3
"""What many subjects and many durable readers cost a NATS server.

    VEILLE_NATS_SERVER=… tests/cardinality.py
    tests/cardinality.py --messages 500000 --readers 500 --sources 20000 --topics 200 --languages 40

The stream TOPICS as `veille streams apply` makes it, on a server of its own: messages on `veille.topic.<topic>.<language>.<source>`, first
on few subjects, then on many, then with durable readers of one filter each, of the four kinds that people write. Printed: processor
time of the server for a message, its memory, how long a reader waits until its place is made, and for its first messages.
Speaks NATS' own protocol; nothing fails on a figure.
"""
import argparse, json, os, random, socket, statistics, subprocess, sys, tempfile, time

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
for name, default in [("messages", 300_000), ("readers", 500), ("sources", 20_000), ("topics", 200), ("languages", 40), ("bytes", 600)]:
    arguments.add_argument("--" + name, type=int, default=default)
arguments = arguments.parse_args()
dice = random.Random(1)


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        self.inbox = f"_INBOX.{os.getpid()}.{id(self)}"
        self.asked = 0
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true}\r\nSUB ' + self.inbox.encode() + b".* 1\r\n")
        self.flush()

    def flush(self):
        self.socket.sendall(b"PING\r\n")
        while not self.file.readline().startswith(b"PONG"):
            pass

    def send(self, chunk):
        self.socket.sendall(chunk)

    def message(self):
        while True:
            line = self.file.readline()
            if line.startswith((b"MSG", b"HMSG")):
                parts = line.split()
                body = self.file.read(int(parts[-1]) + 2)[:-2]
                head = int(parts[-2]) if parts[0] == b"HMSG" else 0
                return parts, body[:head], body[head:]
            if line.startswith(b"PING"):
                self.socket.sendall(b"PONG\r\n")
            elif line.startswith(b"-ERR") or not line:
                sys.exit(f"the server says {line}")

    def ask(self, subject, request=None):
        self.asked += 1
        body = json.dumps(request).encode() if request is not None else b""
        self.send(f"PUB {subject} {self.inbox}.{self.asked} {len(body)}\r\n".encode() + body + b"\r\n")
        answer = json.loads(self.message()[2])
        if "error" in answer:
            sys.exit(f"{subject}: {answer['error']}")
        return answer

    def pull(self, consumer, batch):
        """Takes so many messages, or what there is, and confirms them; how many."""
        self.asked += 1
        body = json.dumps({"batch": batch, "no_wait": True}).encode()
        self.send(f"PUB $JS.API.CONSUMER.MSG.NEXT.TOPICS.{consumer} {self.inbox}.{self.asked} {len(body)}\r\n".encode() + body + b"\r\n")
        taken, answers = 0, []
        while taken < batch:
            parts, head, _ = self.message()
            # A status without a place: there is no more.
            if head.startswith(b"NATS/1.0 4"):
                break
            taken += 1
            answers.append(b"PUB " + parts[3] + b" 4\r\n+ACK\r\n")
        self.send(b"".join(answers))
        return taken


class Server:
    def __init__(self, folder):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        conf = os.path.join(folder, "nats.conf")
        with open(conf, "w") as out:
            out.write(f'max_payload: 8MB\njetstream {{ store_dir: "{folder}/jetstream", max_file_store: 20GB }}\n')
        program = os.environ.get("VEILLE_NATS_SERVER", "nats-server")
        self.process = subprocess.Popen([program, "--config", conf, "--addr", "127.0.0.1", "--port", str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "log"), "w"))
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.05)

    def worked(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


def subject(source):
    # A paper writes in one language and now and then in another; half of what is tagged is about a tenth of the topics.
    language = hash_of(source) % arguments.languages if dice.random() < 0.97 else dice.randrange(arguments.languages)
    topic = int(arguments.topics * dice.random() ** 3)
    return f"veille.topic.topic-{topic}.l{language}.source-{source}"


def hash_of(number):
    return number * 2654435761 >> 7


def publish(client, server, sources, first, what):
    """Publishes the messages; the server's processor time for one, once the stream has all of them."""
    before, began = server.worked(), time.time()
    payload, chunk, distinct = b"x" * arguments.bytes, [], set()
    for number in range(arguments.messages):
        to = subject(dice.randrange(sources))
        distinct.add(to)
        head = f"NATS/1.0\r\nNats-Msg-Id: {first + number:032x}/{to}\r\n\r\n".encode()
        # The last of a chunk is confirmed: what comes faster than it is stored would be dropped.
        is_last = len(chunk) == 499 or number == arguments.messages - 1
        reply = f" {client.inbox}.0" if is_last else ""
        chunk.append(f"HPUB {to}{reply} {len(head)} {len(head) + len(payload)}\r\n".encode() + head + payload + b"\r\n")
        if is_last:
            client.send(b"".join(chunk))
            confirmed = json.loads(client.message()[2])
            if "error" in confirmed:
                sys.exit(f"not stored: {confirmed['error']}")
            chunk = []
    held = client.ask("$JS.API.STREAM.INFO.TOPICS")["state"]["messages"]
    if held != first + arguments.messages:
        sys.exit(f"{held} messages are stored of {first + arguments.messages}")
    worked = (server.worked() - before) / arguments.messages * 1e6
    print(f"{what}: {worked:.0f} µs of the server a message, {arguments.messages / (time.time() - began):.0f} a second by the clock,"
          f" {len(distinct)} subjects, {server.memory():.0f} MB", flush=True)


def filters():
    """What people write, in turns: a topic, a topic in a language, a language, a publisher."""
    kinds = [
        lambda: f"veille.topic.topic-{dice.randrange(arguments.topics)}.>",
        lambda: f"veille.topic.topic-{dice.randrange(arguments.topics)}.l{dice.randrange(arguments.languages)}.*",
        lambda: f"veille.topic.*.l{dice.randrange(arguments.languages)}.>",
        lambda: f"veille.topic.*.*.source-{dice.randrange(arguments.sources)}",
    ]
    return [(number % 4, kinds[number % 4]()) for number in range(arguments.readers)]


def told(what, kinds, seconds):
    names = ["a topic", "a topic in a language", "a language", "a publisher"]
    for kind, name in enumerate(names):
        own = [second * 1000 for of, second in zip(kinds, seconds) if of == kind]
        if own:
            print(f"  {what}, {name}: {statistics.median(own):.1f} ms, at most {max(own):.1f} ms", flush=True)


with tempfile.TemporaryDirectory(prefix="cardinality-") as folder:
    server = Server(folder)
    try:
        client = Client(server.port)
        hour = 3600 * 10**9
        client.ask("$JS.API.STREAM.CREATE.TOPICS", {
            "name": "TOPICS", "subjects": ["veille.topic.>"], "storage": "file", "retention": "limits", "discard": "new", "num_replicas": 1,
            "max_bytes": 15 << 30, "max_msgs": -1, "max_consumers": -1, "max_msg_size": -1, "max_age": 720 * hour, "duplicate_window": hour, "allow_direct": True,
        })
        publish(client, server, 5, 0, "few subjects")
        publish(client, server, arguments.sources, arguments.messages, "many subjects")
        asked, made = filters(), []
        before = server.worked()
        for number, (_, wanted) in enumerate(asked):
            began = time.time()
            client.ask(f"$JS.API.CONSUMER.DURABLE.CREATE.TOPICS.reader-{number}", {
                "stream_name": "TOPICS", "config": {"durable_name": f"reader-{number}", "filter_subject": wanted, "ack_policy": "explicit",
                                                    "deliver_policy": "all", "ack_wait": 30 * 10**9, "max_ack_pending": 1000, "replay_policy": "instant",
                                                    "inactive_threshold": 720 * hour}})
            made.append(time.time() - began)
        kinds = [kind for kind, _ in asked]
        print(f"{arguments.readers} durable readers: {(server.worked() - before) / arguments.readers * 1000:.1f} ms of the server each, {server.memory():.0f} MB", flush=True)
        told("made", kinds, made)
        publish(client, server, arguments.sources, 2 * arguments.messages, f"many subjects, {arguments.readers} readers behind")
        first, again, taken, before = [], [], 0, server.worked()
        for number in range(arguments.readers):
            for times in (first, again):
                began = time.time()
                taken += client.pull(f"reader-{number}", 100)
                times.append(time.time() - began)
        print(f"reading: {taken} messages, {(server.worked() - before) / max(taken, 1) * 1e6:.0f} µs of the server each", flush=True)
        told("first hundred", kinds, first)
        told("next hundred", kinds, again)
    finally:
        server.end()
