#!/usr/bin/env python3
"""What more instances of `clean` and `classify` bring over one NATS server: the curve.

    VEILLE_SHARED=… VEILLE_NATS_SERVER=… tests/scale.py target/dist/veille
    tests/scale.py --instances 1,2,4,8 --corpora pages target/dist/veille

For each number of instances the same captures (see tests/speed.py) go through all stages, into one store in a file. Printed: articles a
second by the clock, processor time an article in all, and how many of the machine's processors were at work on the average; where that is
all of them, more instances bring nothing here, and more machines do. What others do on the machine shows. Nothing fails on a figure.
"""
import argparse, functools, os, tempfile

import speed

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("program", metavar="PROGRAM")
parser.add_argument("--instances", default="1,2,4")
parser.add_argument("--corpora", default="texts,pages")
parser.add_argument("--texts", type=int, default=20_000)
parser.add_argument("--pages", type=int, default=2_000)
parser.add_argument("--scratch", help="a folder on the disk that is to be measured")
arguments = parser.parse_args()
program = os.path.realpath(arguments.program)
with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
    speed.COMMON += ["--config", speed.configure(scratch)]
    for corpus in arguments.corpora.split(","):
        count = getattr(arguments, corpus)
        documents = speed.written(corpus, count, scratch)
        print(f"{corpus}, {count} captures, {os.cpu_count()} processors\n  instances of each   articles/s   µs an article   processors at work")
        for instances in map(int, arguments.instances.split(",")):
            found = speed.measure(functools.partial(speed.nats, instances=instances), program, documents, count, scratch)
            at_work = found["a second"] * found["µs"] / 1e6
            print(f"  {instances:17}   {found['a second']:10.0f}   {found['µs']:13.0f}   {at_work:18.1f}", flush=True)
