#!/usr/bin/env bash
# Installs what building and testing need, and says what it does. Does nothing where all is there already.
set -euo pipefail
venv=$1

need=()
[ -e /usr/include/sqlite3.h ] || need+=(libsqlite3-dev)
[ -e /usr/include/zlib.h ] || need+=(zlib1g-dev)
command -v pkg-config >/dev/null || need+=(pkg-config)
command -v python3 >/dev/null || need+=(python3)
python3 -c 'import venv, ensurepip' 2>/dev/null || need+=(python3-venv)
if [ ${#need[@]} -gt 0 ]; then
    echo "== Installing ${need[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${need[@]}" >/dev/null
fi

stamp="$venv/requirements.txt"
if ! cmp -s Conformance/requirements.txt "$stamp"; then
    echo "== Making $venv with boto3, the AWS CLI and pytest"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -r Conformance/requirements.txt
    cp Conformance/requirements.txt "$stamp"
fi
