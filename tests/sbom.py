#!/usr/bin/env python3
"""Prints the bill of materials (CycloneDX 1.5) of the program as it is shipped: what `veille` is linked from, and by which licences.

    tests/sbom.py > veille.cdx.json

Read off Cargo.lock by cargo alone, without a network: what only tests, builds or other platforms need is left out.
"""
import json
import subprocess
import sys

metadata = json.loads(
    subprocess.run(
        ["cargo", "metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"],
        check=True,
        capture_output=True,
    ).stdout
)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = next(id for id, package in packages.items() if package["name"] == "veille")

# From the program along what it is linked with.
linked, open_ids = {}, [root]
while open_ids:
    id = open_ids.pop()
    if id in linked:
        continue
    needs = [dep["pkg"] for dep in nodes[id]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    linked[id] = needs
    open_ids.extend(needs)


def reference(id):
    package = packages[id]
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(id):
    package = packages[id]
    told = {"type": "library", "bom-ref": reference(id), "name": package["name"], "version": package["version"], "purl": reference(id)}
    if package.get("license"):
        told["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if package.get("repository"):
        told["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return told


bill = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "version": 1,
    "metadata": {"component": {**component(root), "type": "application"}},
    "components": [component(id) for id in sorted(linked, key=reference) if id != root],
    "dependencies": [
        {"ref": reference(id), "dependsOn": sorted(map(reference, linked[id]))} for id in sorted(linked, key=reference)
    ],
}
json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)
print()
