#!/usr/bin/env bash
# opensearch-py 3.2.0 and elasticsearch 9.0–9.2: the bulk helpers drop `require_alias` of an action without a word, although the
# bulk API takes it for each action. A write to an alias that was just removed then makes a new index of that name, with a mapping
# guessed from the document. As an argument of the helper (`bulk(client, actions, require_alias=True)`) it is sent.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opensearch-py==3.2.0 'elasticsearch>=9,<10'

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import elasticsearch.helpers.actions
import opensearchpy.helpers.actions

ACTION = {
    "_op_type": "index", "_index": "books-write", "_id": "1", "require_alias": True, "_source": {"title": "Atlas"},
}
found = {}
for name, module in (
    ("opensearch-py", opensearchpy.helpers.actions), ("elasticsearch", elasticsearch.helpers.actions),
):
    head, source = module.expand_action(ACTION)
    found[name] = "require_alias" in head["index"] or "require_alias" in (source or {})
    print(f"{name} {version(name)}: what is sent for the action is {head} {source}")
if any(found.values()):
    raise SystemExit("It is sent now: the finding is out of date.")
print("The bulk API takes `require_alias` in each action; neither helper sends it.")
PYTHON
