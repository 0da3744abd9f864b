#!/usr/bin/env bash
# Runs the whole market: Apus with its data in a directory, the broker deployed from its template, participants that
# send and receive, and a live table of who has what. Ctrl-C stops all of it; started again, it goes on.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=${PORT:-4566}
data=${DATA:-.apus}
python=${PYTHON:-.venv/bin/python}
bin=${BIN:-.build/release}
endpoint=http://127.0.0.1:$port
mkdir -p "$data"
server=

stop() {
    trap - EXIT INT TERM
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        echo
        echo "== Stopping"
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
}
trap stop EXIT
trap 'exit 130' INT TERM

echo "== Starting Apus on $endpoint, data in $data, log in $data/apus.log"
# In a session of its own, so that Ctrl-C reaches it only when the participants have stopped.
setsid "$bin/apus" serve --port "$port" --data "$data" >>"$data/apus.log" 2>&1 &
server=$!
for _ in $(seq 600); do
    kill -0 "$server" 2>/dev/null || { tail -5 "$data/apus.log"; exit 1; }
    if "$python" -c "import urllib.request; urllib.request.urlopen('$endpoint/_apus/health', timeout=1)" 2>/dev/null; then break; fi
    sleep 0.1
done

echo "== Deploying the meter broker"
"$python" Applications/MeterBroker/Tools/deploy.py --endpoint "$endpoint" --binary "$bin/meter-broker" \
    --setup "$data/meter-broker.json"

echo "== Starting the participants"
"$bin/meter-simulator" --setup "$data/meter-broker.json" "$@"
