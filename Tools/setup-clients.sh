#!/usr/bin/env bash
# Installs the clients and runtimes that the conformance tests run, beside what building needs. Does nothing where all is there.
set -euo pipefail
venv=$1
requirements=Conformance/clients/requirements.txt

need=()
# What the functions that are tested run on.
command -v node >/dev/null || need+=(nodejs)
command -v curl >/dev/null || need+=(curl)
command -v go >/dev/null || need+=(golang-go)
[ -d /usr/share/gocode/src/github.com/aws/aws-sdk-go-v2/service/sqs ] || need+=(golang-github-aws-aws-sdk-go-v2-dev)
command -v php >/dev/null || need+=(php-cli)
[ -e /usr/share/php/AsyncAws/Sqs/autoload.php ] || need+=(php-async-aws-sqs)
[ -e /usr/share/php/AsyncAws/Sns/autoload.php ] || need+=(php-async-aws-sns)
for program in s3cmd rclone restic; do
    command -v "$program" >/dev/null || need+=("$program")
done
if [ ${#need[@]} -gt 0 ]; then
    echo "== Installing ${need[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi

stamp="$venv/clients.txt"
if ! cmp -s "$requirements" "$stamp"; then
    echo "== Adding Celery, Kombu and Lambda Powertools to $venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$stamp"
fi
