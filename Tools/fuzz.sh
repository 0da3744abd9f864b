#!/usr/bin/env bash
# Builds the fuzz targets with libFuzzer and runs each for a time; what is new goes to its corpus, crashes to
# Fuzz/findings. Usage: Tools/fuzz.sh SECONDS [TARGET]
set -euo pipefail
seconds=$1
only=${2:-}
jobs=${JOBS:-$(nproc)}

echo "== Building the fuzz targets with coverage"
export APUS_FUZZ=1
swift build -c release --sanitize fuzzer -Xswiftc -enforce-exclusivity=checked \
    --scratch-path .build-fuzz --product apus-fuzz
fuzzer=.build-fuzz/release/apus-fuzz

targets=$only
[ -n "$targets" ] || targets=$(ls Fuzz/corpus)
failed=()
for target in $targets; do
    echo "== $target, $seconds s on $jobs cores"
    mkdir -p "Fuzz/findings/$target"
    if ! FUZZ_TARGET=$target "$fuzzer" "Fuzz/corpus/$target" -max_total_time="$seconds" -fork="$jobs" \
        -timeout=10 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="Fuzz/findings/$target/" \
        > "Fuzz/findings/$target.log" 2>&1
    then
        failed+=("$target")
    fi
    tail -n 1 "Fuzz/findings/$target.log"
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "Findings in: ${failed[*]}. Feed one again with FUZZ_TARGET=<target> $fuzzer Fuzz/findings/<target>/<file>" >&2
    exit 1
fi
echo "Nothing found."
