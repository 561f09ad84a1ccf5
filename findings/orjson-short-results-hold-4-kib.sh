#!/usr/bin/env bash
# orjson 3.13.0 on CPython 3.11: a kept result of dumps() holds 4 KiB of memory however short it is, and sys.getsizeof() does not say so.
# Seen: 10,000 kept results of 2 bytes each take about 39 MiB; copies of them take less than 2 MiB.
# It matters to whatever keeps JSON as keys or values of a cache with a budget in bytes. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "orjson==3.13.0"
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import orjson


def resident() -> float:
    return int(open("/proc/self/status").read().partition("VmRSS:")[2].split()[0]) / 1024


print("orjson", orjson.__version__, "on Python", sys.version.split()[0])
before = resident()
kept = [orjson.dumps({}) for _ in range(10_000)]
held = resident() - before
before = resident()
copies = [bytes(memoryview(each)) for each in kept]
copied = resident() - before
print(f"10,000 results of {len(kept[0])} bytes, {sys.getsizeof(kept[0])} by sys.getsizeof(): {held:.1f} MiB; copies: {copied:.1f} MiB")
if held < 30 or copied > 4 or sys.getsizeof(kept[0]) > 64:
    sys.exit("Changed: short results no longer hold 4 KiB each.")
PYTHON
