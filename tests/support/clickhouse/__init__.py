"""ClickHouse for tests: the server that TEST_CLICKHOUSE_URL names, otherwise ClickHouse's own engine from the wheel chdb-core,
behind as much of the HTTP interface as the client uses."""
