"""Holds calls of Ansible modules against the modules' own argument specifications.

Reads {"modules": [...], "specs": {...} or null, "texts": [[[module, arguments], ...], ...]} and writes {"specs", "version", "problems"}:
the problems of each text, and the specifications, so that the next call can bring them along instead of asking ansible-doc again.
"""

import json
import subprocess
import sys

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator


def to_spec(options):
    """An argument specification out of a module's documentation."""
    spec = {}
    for name, option in (options or {}).items():
        kept = {key: option[key] for key in ("choices", "required", "elements", "aliases") if option.get(key) is not None}
        kept["type"] = option.get("type", "str")
        if kept["type"] == "bool":
            kept.pop("choices", None)
        if option.get("suboptions"):
            kept["options"] = to_spec(option["suboptions"])
        spec[name] = kept
    return spec


def read_specs(modules):
    """The specifications of the modules, and the version of their collection."""
    answer = subprocess.run(["/usr/bin/ansible-doc", "-j", "-t", "module", *modules], capture_output=True, text=True, check=True)
    docs = json.loads(answer.stdout)
    missing = [module for module in modules if module not in docs]
    if missing:
        sys.exit(f"ansible-doc does not know {', '.join(missing)}")
    folder = docs[modules[0]]["doc"]["filename"].split("/plugins/")[0]
    with open(f"{folder}/MANIFEST.json", encoding="utf-8") as manifest:
        version = json.load(manifest)["collection_info"]["version"]
    return {"version": version, "modules": {module: to_spec(docs[module]["doc"]["options"]) for module in modules}}


def problems_of(calls, specs):
    """What the specifications refuse, call by call."""
    problems = []
    for module, arguments in calls:
        result = ArgumentSpecValidator(specs["modules"][module]).validate(arguments)
        problems += [f"{module}: {message}: {json.dumps(arguments)}" for message in result.error_messages]
    return problems


request = json.load(sys.stdin)
found = request["specs"] or read_specs(request["modules"])
json.dump({"specs": found, "problems": [problems_of(calls, found) for calls in request["texts"]]}, sys.stdout)
