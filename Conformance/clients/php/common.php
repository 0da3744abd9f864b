<?php
// What the programs share: a client's configuration, and checks that end the program where they fail.
require_once 'Symfony/Component/HttpClient/autoload.php';
require_once 'AsyncAws/Sqs/autoload.php';
require_once 'AsyncAws/Sns/autoload.php';

use AsyncAws\Core\Configuration;

[, $endpoint, $name] = $argv;

function configuration(array $more = []): Configuration
{
    global $endpoint;
    return Configuration::create($more + [
        'region' => 'eu-central-1', 'endpoint' => $endpoint,
        'accessKeyId' => 'test', 'accessKeySecret' => 'test',
    ]);
}

function equal(string $what, mixed $found, mixed $expected): void
{
    if ($found !== $expected) {
        fwrite(STDERR, "$what: found " . var_export($found, true) . ', expected ' . var_export($expected, true) . "\n");
        exit(1);
    }
}

/** The exception that a call ends with, which must be of a class. */
function failure(string $class, callable $call): \Throwable
{
    try {
        $call();
    } catch (\Throwable $caught) {
        if (!$caught instanceof $class) {
            throw $caught;
        }
        return $caught;
    }
    fwrite(STDERR, "no $class\n");
    exit(1);
}
