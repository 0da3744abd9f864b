<?php
// Topics with queues behind them, and credentials of a role, as a PHP program uses them with AsyncAws.
require __DIR__ . '/common.php';

use AsyncAws\Core\Sts\StsClient;
use AsyncAws\Sns\Exception\InvalidParameterException;
use AsyncAws\Sns\Exception\NotFoundException;
use AsyncAws\Sns\SnsClient;
use AsyncAws\Sqs\SqsClient;

$sts = new StsClient(configuration());
equal('account', $sts->getCallerIdentity()->getAccount(), '000000000000');
$credentials = $sts->assumeRole([
    'RoleArn' => $argv[3], 'RoleSessionName' => 'php',
])->getCredentials();
$role = configuration([
    'accessKeyId' => $credentials->getAccessKeyId(), 'accessKeySecret' => $credentials->getSecretAccessKey(),
    'sessionToken' => $credentials->getSessionToken(),
]);
equal('who', str_ends_with((new StsClient($role))->getCallerIdentity()->getArn(), '/php'), true);

$topics = new SnsClient($role);
$queues = new SqsClient($role);
$url = $queues->createQueue(['QueueName' => $name])->getQueueUrl();
$topic = $topics->createTopic(['Name' => $name, 'Tags' => [['Key' => 'team', 'Value' => 'metering']]])->getTopicArn();
$topics->subscribe([
    'TopicArn' => $topic, 'Protocol' => 'sqs', 'Endpoint' => "arn:aws:sqs:eu-central-1:000000000000:$name",
    'Attributes' => ['FilterPolicyScope' => 'MessageBody', 'FilterPolicy' => '{"value": [{"numeric": [">", 1]}]}'],
])->resolve();
equal('subscriptions', count(iterator_to_array(
    $topics->listSubscriptionsByTopic(['TopicArn' => $topic])->getSubscriptions(), false)), 1);
$published = $topics->publish(['TopicArn' => $topic, 'Message' => '{"value": 2}', 'Subject' => "two\nlines"]);
$low = $topics->publish(['TopicArn' => $topic, 'Message' => '{"value": 1}', 'MessageAttributes' => [
    'kind' => ['DataType' => 'String', 'StringValue' => 'reading'],
]]);
failure(InvalidParameterException::class, fn() => $published->resolve());
$low->resolve();
$id = $topics->publish(['TopicArn' => $topic, 'Message' => '{"value": 2}', 'Subject' => 'plain'])->getMessageId();
$batch = $topics->publishBatch(['TopicArn' => $topic, 'PublishBatchRequestEntries' => [
    ['Id' => 'a', 'Message' => '{"value": 3}'], ['Id' => 'b', 'Message' => 'no document'],
]]);
equal('published', count($batch->getSuccessful()), 2);
$found = [];
for ($tries = 0; count($found) < 2 && $tries < 10; $tries++) {
    foreach ($queues->receiveMessage([
        'QueueUrl' => $url, 'MaxNumberOfMessages' => 10, 'WaitTimeSeconds' => 1,
    ])->getMessages() as $message) {
        $envelope = json_decode($message->getBody(), true, flags: JSON_THROW_ON_ERROR);
        $found[$envelope['MessageId']] = [$envelope['Message'], $envelope['Subject'] ?? null];
    }
}
equal('messages', count($found), 2);
equal('the first', $found[$id], ['{"value": 2}', 'plain']);
failure(NotFoundException::class, fn() => $topics->publish(['TopicArn' => "$topic-gone", 'Message' => 'm'])->resolve());
echo "done\n";
