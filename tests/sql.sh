#!/usr/bin/env bash
# Runs the queries of `shanwai records sql` on a real PostgreSQL, on DuckDB and on a local Spark, and compares what comes of their
# answers with what comes of the records: tests/sql.sh SHANWAI SITE, the program and a site with synthetic records.
# Needs postgresql of Debian and duckdb of PyPI; Spark (pyspark of PyPI) where Java is present. Last line: N passed, M failed.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
exec "${SQL_PYTHON:-python3}" "$here/sql/run.py" "$(realpath "$1")" "$(realpath "$2")"
