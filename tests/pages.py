#!/usr/bin/env python3
"""What pages cost those who look: bytes, milliseconds of the server, and milliseconds until a phone has painted something.

    tests/pages.py http://127.0.0.1:8420                       # bytes and the time of answers, of every page
    tests/pages.py http://127.0.0.1:8420 --process 4711        # and the processor time that the server spent on each
    tests/pages.py http://127.0.0.1:8420 --paint               # and the first paint, in Debian's Chromium
    tests/pages.py http://127.0.0.1:8420 --query 'minister*'   # what is searched for
    tests/pages.py http://127.0.0.1:8420 / '/stories?all=1'    # these pages alone

A phone is 360 px wide and has a network as Lighthouse slows one: 150 ms for each request, 1.6 Mbit/s; --slower 4 makes its
processor four times as slow as this machine's. Beside others' work the processor time says more than the clock.
"""
import argparse
import glob
import http.client
import json
import statistics
import subprocess
import time
import urllib.parse
import urllib.request

PAGES = """/ /?each=1 /?all=1 /?all=1&each=1 /?all=1&sort=relevant /search /search?q=QUERY /search?q=QUERY&sort=relevant
/search?q=QUERY&triage=any /search?q=nothingofthekind /stories /stories?all=1 /coverage /coverage?by=hour /coverage?all=1&split=language
/people /people?kind=organisation /people?by=president /topics /sources /outcomes /streams /trace /add /audit
/api/v1/articles /api/v1/facets /api/v1/facets?q=QUERY /api/v1/search?q=QUERY /api/v1/coverage /api/v1/stories /api/v1/people
/api/v1/quotations /api/v1/topics /api/v1/sources /today.atom /today.json""".split()


def spent(process):
    """Milliseconds of a processor that a process has spent so far."""
    nanoseconds = 0
    for task in glob.glob(f"/proc/{process}/task/*/schedstat"):
        try:
            nanoseconds += int(open(task).read().split()[0])
        except OSError:
            pass
    return nanoseconds / 1e6


def nth(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Phone:
    """Chromium over the WebDriver protocol, as narrow and as slow as a phone."""

    def __init__(self, slower):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        line = next(line for line in self.driver.stdout if "successfully on port" in line)
        self.base = f"http://127.0.0.1:{line.rsplit(' ', 1)[1].strip().rstrip('.')}"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]}
        made = self.say("/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        self.base += f"/session/{made['sessionId']}"
        self.tools("Network.enable", {})
        self.tools("Network.setCacheDisabled", {"cacheDisabled": True})
        wide = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
        self.tools("Emulation.setDeviceMetricsOverride", wide)
        self.tools("Emulation.setCPUThrottlingRate", {"rate": slower})
        slow = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
        self.tools("Network.emulateNetworkConditions", slow)

    def say(self, path, body):
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), {"content-type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=120))["value"]

    def tools(self, command, params):
        return self.say("/goog/cdp/execute", {"cmd": command, "params": params})

    def first_paint(self, address):
        self.say("/url", {"url": "about:blank"})
        self.say("/url", {"url": address})
        asked = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null;"
        for _ in range(100):
            painted = self.say("/execute/sync", {"script": asked, "args": []})
            if painted is not None:
                return painted
            time.sleep(0.05)
        return float("nan")

    def end(self):
        self.say("/url", {"url": "about:blank"})
        self.driver.terminate()
        self.driver.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--process", help="the server's")
    parser.add_argument("--query", default="hanoi")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--paint", action="store_true")
    parser.add_argument("--slower", type=float, default=1)
    asked = parser.parse_intermixed_args()
    host = urllib.parse.urlsplit(asked.address).netloc
    phone = Phone(asked.slower) if asked.paint else None
    connection = http.client.HTTPConnection(host, timeout=600)
    for page in asked.pages or PAGES:
        page = page.replace("QUERY", urllib.parse.quote_plus(asked.query))
        clocks, processors = [], []
        for _ in range(asked.times):
            began, before = time.perf_counter(), spent(asked.process) if asked.process else 0
            connection.request("GET", page, headers={"accept-language": "en"})
            answer = connection.getresponse()
            length = len(answer.read())
            clocks.append((time.perf_counter() - began) * 1e3)
            processors.append((spent(asked.process) if asked.process else 0) - before)
        line = f"{answer.status} {length / 1e3:7.1f} kB  clock p50 {statistics.median(clocks):7.1f} p95 {nth(clocks, 0.95):7.1f} ms"
        if asked.process:
            line += f"  processor p50 {statistics.median(processors):7.1f} p95 {nth(processors, 0.95):7.1f} ms"
        if phone and not page.startswith(("/api/", "/today.")):
            paints = [phone.first_paint(f"http://{host}{page}") for _ in range(5)]
            line += f"  paint {statistics.median(paints):6.0f} ms"
        print(f"{line}  {page}", flush=True)
    if phone:
        phone.end()


if __name__ == "__main__":
    main()
