<?php
// Queues as a PHP program uses them with AsyncAws, several requests at once.
require __DIR__ . '/common.php';

use AsyncAws\Core\Exception\Http\ClientException;
use AsyncAws\Sqs\Exception\ReceiptHandleIsInvalidException;
use AsyncAws\Sqs\Input\SendMessageRequest;
use AsyncAws\Sqs\SqsClient;
use AsyncAws\Sqs\ValueObject\MessageAttributeValue;

$client = new SqsClient(configuration());
$made = $client->createQueue([
    'QueueName' => $name, 'Attributes' => ['VisibilityTimeout' => '45'], 'tags' => ['team' => 'metering'],
]);
$url = $made->getQueueUrl();
equal('url', $client->getQueueUrl(['QueueName' => $name])->getQueueUrl(), $url);
equal('exists', $client->queueExists(['QueueName' => $name])->isSuccess(), true);

// Results are fetched later: the requests are on their way together.
$results = [];
for ($i = 0; $i < 20; $i++) {
    $results[] = $client->sendMessage(new SendMessageRequest([
        'QueueUrl' => $url, 'MessageBody' => "Zähler $i <&> 漢字",
        'MessageAttributes' => [
            'number' => new MessageAttributeValue(['DataType' => 'Number', 'StringValue' => (string) $i]),
            'raw' => new MessageAttributeValue(['DataType' => 'Binary', 'BinaryValue' => "\0\1\xff"]),
        ],
    ]));
}
$ids = [];
foreach ($results as $i => $result) {
    $ids[$result->getMessageId()] = $i;
    equal('digest', $result->getMD5OfMessageBody(), md5("Zähler $i <&> 漢字"));
}
equal('ids', count($ids), 20);
while ($ids !== []) {
    $page = $client->receiveMessage([
        'QueueUrl' => $url, 'MaxNumberOfMessages' => 10, 'WaitTimeSeconds' => 1,
        'AttributeNames' => ['All'], 'MessageAttributeNames' => ['All'],
    ])->getMessages();
    equal('a page with messages', count($page) > 0, true);
    $entries = [];
    foreach ($page as $message) {
        $i = $ids[$message->getMessageId()];
        unset($ids[$message->getMessageId()]);
        equal('body', $message->getBody(), "Zähler $i <&> 漢字");
        equal('number', $message->getMessageAttributes()['number']->getStringValue(), (string) $i);
        equal('raw', $message->getMessageAttributes()['raw']->getBinaryValue(), "\0\1\xff");
        equal('receives', $message->getAttributes()['ApproximateReceiveCount'], '1');
        $entries[] = ['Id' => $message->getMessageId(), 'ReceiptHandle' => $message->getReceiptHandle()];
    }
    $gone = $client->deleteMessageBatch(['QueueUrl' => $url, 'Entries' => $entries]);
    equal('deleted', count($gone->getSuccessful()), count($entries));
}
$attributes = $client->getQueueAttributes(['QueueUrl' => $url, 'AttributeNames' => ['All']])->getAttributes();
equal('timeout', $attributes['VisibilityTimeout'], '45');
equal('left', $attributes['ApproximateNumberOfMessages'], '0');

for ($i = 0; $i < 4; $i++) {
    $client->createQueue(['QueueName' => "$name-$i"])->resolve();
}
$urls = iterator_to_array($client->listQueues(['QueueNamePrefix' => $name, 'MaxResults' => 2]), false);
equal('queues by pages', count($urls), 5);

$missing = failure(ClientException::class, fn() => $client->getQueueUrl(['QueueName' => "gone-$name"])->resolve());
equal('a queue that is not', $missing->getAwsCode(), 'AWS.SimpleQueueService.NonExistentQueue');
failure(ReceiptHandleIsInvalidException::class, fn() => $client->deleteMessage([
    'QueueUrl' => $url, 'ReceiptHandle' => 'nonsense',
])->resolve());
$client->deleteQueue(['QueueUrl' => $url])->resolve();
equal('deleted', $client->queueExists(['QueueName' => $name])->isSuccess(), false);
echo "done\n";
