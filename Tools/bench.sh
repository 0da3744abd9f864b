#!/usr/bin/env bash
# Installs wrk and moto_server, and runs the benchmark.
set -euo pipefail
python=$1
command -v wrk >/dev/null || { apt-get update -qq; apt-get install -y -qq wrk >/dev/null; }
[ -x "$(dirname "$python")/moto_server" ] || "$python" -m pip install -q --disable-pip-version-check 'moto[server]==5.2.1'
PATH="$(cd "$(dirname "$python")" && pwd):$PATH" "$python" Benchmarks/bench.py
