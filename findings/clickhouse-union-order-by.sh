#!/usr/bin/env bash
# ClickHouse 26.9 (chdb 4.4.0): ORDER BY and LIMIT written after a UNION belong to its last SELECT alone. In SQL's standard
# and in PostgreSQL they order and cut the whole union. No error tells: the rows come unordered and more than the limit.
# SQL written once for both databases needs the union in a sub-query.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check chdb==4.4.0 chdb-core==26.9.0

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sqlite3

from chdb import session

UNION = "SELECT 3 AS views UNION ALL SELECT 1 AS views UNION ALL SELECT 2 AS views"
engine, standard = session.Session(), sqlite3.connect(":memory:")


def ask(sql: str) -> list[int]:
    return [int(line) for line in str(engine.query(sql, "TSV")).split()]


plain = f"{UNION} ORDER BY views LIMIT 1"
nested = f"SELECT views FROM ({UNION}) ORDER BY views LIMIT 1"
print("ClickHouse", str(engine.query("SELECT version()", "TSV")).strip())
print(f"{plain}: ClickHouse {sorted(ask(plain))}, SQLite {[row[0] for row in standard.execute(plain)]}")
print(f"{nested}: ClickHouse {ask(nested)}")
assert sorted(ask(plain)) == [1, 2, 3], "the limit holds for the whole union now"
assert [row[0] for row in standard.execute(plain)] == ask(nested) == [1]
PYTHON
