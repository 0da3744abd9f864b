#!/usr/bin/env bash
# Runs the whole market: Apus with its data in a directory, the broker deployed from its template, participants that
# send and receive, and a live table of who has what. Ctrl-C stops all of it; started again, it goes on.
# PORT (4566), DATA (.apus) and RECEIVERS_PORT (46610, the first of eleven) may be set.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=${PORT:-4566}
data=${DATA:-.apus}
python=${PYTHON:-.venv/bin/python}
bin=${BIN:-.build/release}
endpoint=http://127.0.0.1:$port
server=
simulator=

stop() {
    trap - EXIT INT TERM HUP
    if [ -n "$simulator" ] && kill -0 "$simulator" 2>/dev/null; then
        kill -TERM "$simulator" 2>/dev/null || true
        wait "$simulator" 2>/dev/null || true
    fi
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        echo
        echo "== Stopping"
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
}
trap stop EXIT
# The window may be closed as well.
trap 'exit 130' INT TERM HUP

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

for program in "$python" "$bin/apus" "$bin/meter-broker" "$bin/meter-simulator"; do
    [ -x "$program" ] || fail "$program is not there: start with \`make run\`, which makes it."
done
mkdir -p "$data" || fail "The data cannot be kept in $data: choose another directory with DATA=..."
# Another server on the port would take the deployment for itself.
if "$python" -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null; then
    fail "Port $port is taken. Stop what listens there (\`ss -ltnp 'sport = :$port'\` tells what), or choose another: PORT=4567 make run"
fi

echo "== Starting Apus on $endpoint, data in $data, log in $data/apus.log"
# In a session of its own, so that Ctrl-C reaches it only when the participants have stopped.
setsid "$bin/apus" serve --port "$port" --data "$data" >>"$data/apus.log" 2>&1 &
server=$!
for _ in $(seq 600); do
    kill -0 "$server" 2>/dev/null || fail "Apus did not start:" "$(tail -3 "$data/apus.log")" \
        "If the data in $data is in use, stop who uses it; if another version wrote it, take that version," \
        "or begin anew in another directory: DATA=.apus-2 make run"
    if "$python" -c "import urllib.request; urllib.request.urlopen('$endpoint/_apus/health', timeout=1)" 2>/dev/null; then break; fi
    sleep 0.1
done

echo "== Deploying the meter broker"
"$python" Applications/MeterBroker/Tools/deploy.py --endpoint "$endpoint" --binary "$bin/meter-broker" \
    --setup "$data/meter-broker.json" --first-port "${RECEIVERS_PORT:-46610}" \
    || fail "The broker is not deployed. $data/apus.log says more; run again, it goes on from there."

echo "== Starting the participants"
# In the background, so that a signal to this script alone is heard at once.
"$bin/meter-simulator" --setup "$data/meter-broker.json" "$@" &
simulator=$!
wait "$simulator"
