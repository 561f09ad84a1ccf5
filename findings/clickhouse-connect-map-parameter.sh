#!/usr/bin/env bash
# clickhouse-connect 1.12.0 with ClickHouse 26.9 (chdb 4.4.0): a dict given for a parameter of type Map is sent as JSON,
# with double quotes, and the engine's parser of Map takes single quotes only: error 26, CANNOT_PARSE_QUOTED_STRING. An
# Array of strings, sent the same way, is written with single quotes and works. Keys and values as two arrays, joined by
# mapFromArrays, are the way round.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check clickhouse-connect==1.12.0 chdb==4.4.0 chdb-core==26.9.0

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from typing import Any

from chdb import session
from clickhouse_connect.driver.binding import bind_query

engine = session.Session()


def ask(sql: str, **values: Any) -> str:
    bound, parameters = bind_query(sql, values)
    sent = {name.removeprefix("param_"): value for name, value in parameters.items()}
    try:
        answer = str(engine.query(bound, "CSV", params=sent)).strip()
    except Exception as error:
        answer = str(error).rpartition("(")[2].rstrip(").\n ")
    print(f"{sql} with {sent} -> {answer}")
    return answer


print(f"clickhouse-connect {version('clickhouse-connect')}, ClickHouse {ask('SELECT version()')}")
as_map = ask("SELECT {texts:Map(String, String)}['kind']", texts={"kind": "solution"})
as_array = ask("SELECT {texts:Array(String)}[1]", texts=["solution"])
joined = ask(
    "SELECT mapFromArrays({names:Array(String)}, {texts:Array(String)})['kind']", names=["kind"], texts=["solution"],
)
assert as_map == "CANNOT_PARSE_QUOTED_STRING", "a dict works as a Map now"
assert as_array == joined == '"solution"'
PYTHON
