"""Schemas for kubeconform: those of Kubernetes from kubernetes-validate, those of operators from their Go modules.

kubeconform would fetch them from the network. `make deploy-tools` writes them into var/deploy-tools/schemas; what lies in
var/deploy-tools/crds (definitions of custom resources in YAML) is added, for operators whose module cannot be had.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

__all__ = ["KUBERNETES", "build_schemas", "list_locations"]

KUBERNETES = ("1.30.0", "1.34.0", "1.37.0")
"""Versions that the chart is checked against; the first is the lowest that it runs on."""
MODULES = {
    "github.com/cloudnative-pg/cloudnative-pg@v1.27.0": (
        "config/crd/bases/postgresql.cnpg.io_clusters.yaml",
    ),
    "github.com/external-secrets/external-secrets@v1.3.2": (
        "config/crds/bases/external-secrets.io_externalsecrets.yaml",
    ),
    "github.com/prometheus-operator/prometheus-operator@v0.85.0": (
        "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    ),
    "github.com/cert-manager/cert-manager@v1.21.2": ("deploy/crds/cert-manager.io_certificates.yaml",),
}
"""Definitions of custom resources by the Go module that holds them."""
REFERENCE = re.compile(r'#/\$defs/([^"]+)"')
Schema = dict[str, Any]


def list_locations(folder: Path) -> list[str]:
    """Where kubeconform finds the schemas below a folder, by its templates."""
    schemas = folder / "schemas"
    return [
        f"{schemas}/{{{{.NormalizedKubernetesVersion}}}}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
        f"{schemas}/operators/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json",
    ]


def build_schemas(go: str, folder: Path) -> None:
    """Write the schemas of Kubernetes and of operators below a folder."""
    [package] = folder.glob("python/lib/python3*/site-packages/kubernetes_validate/kubernetes-json-schema")
    for version in KUBERNETES:
        bundle_schemas(package / f"v{version}-local-strict", folder / "schemas" / f"v{version}")
    for path in [*list_definitions(go), *sorted((folder / "crds").glob("*.yaml"))]:
        write_definitions(path, folder / "schemas" / "operators")


def bundle_schemas(source: Path, target: Path) -> None:
    """The schemas of what one version of Kubernetes takes, each with the definitions that it needs."""
    target.mkdir(parents=True, exist_ok=True)
    definitions = json.loads((source / "_definitions.json").read_text())["$defs"]
    for path in source.glob("*-v*.json"):
        schema = json.loads(path.read_text())
        if {"apiVersion", "kind", "metadata"} <= set(schema.get("properties", ())):
            schema["$defs"] = {name: definitions[name] for name in find_needed(schema, definitions)}
            del schema["$id"]  # the references are relative to it
            text = json.dumps(schema).replace('"/api/_definitions.json#/', '"#/')
            (target / path.name).write_text(text)


def find_needed(schema: Schema, definitions: Schema) -> set[str]:
    """The names of definitions that a schema refers to, also through others."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        names = set(REFERENCE.findall(json.dumps(waiting.pop()))) - found
        found |= names
        waiting.extend(definitions[name] for name in names)
    return found


def list_definitions(go: str) -> Iterator[Path]:
    """Files with definitions, from modules that Go fetches."""
    for module, names in MODULES.items():
        command = [go, "mod", "download", "-json", module]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        place = Path(json.loads(done.stdout)["Dir"])
        yield from (place / name for name in names)


def write_definitions(path: Path, target: Path) -> None:
    """A schema for each kind and version that a file defines."""
    for each in yaml.load_all(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if not each or each.get("kind") != "CustomResourceDefinition":
            continue
        group, kind = each["spec"]["group"], each["spec"]["names"]["kind"].lower()
        (target / group).mkdir(parents=True, exist_ok=True)
        for version in each["spec"]["versions"]:
            made = forbid_unknown(version["schema"]["openAPIV3Schema"])
            (target / group / f"{kind}_{version['name']}.json").write_text(json.dumps(made))


def forbid_unknown(schema: Any) -> Any:
    """The schema without room for fields that it does not name, where it names some."""
    if isinstance(schema, list):
        return [forbid_unknown(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made: Schema = {key: forbid_unknown(value) for key, value in schema.items()}
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not open_ended:
        made["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        made.pop("type", None)
    return made
