package main

import (
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

func queues(p *Program) {
	client := sqs.NewFromConfig(p.config)
	made, err := client.CreateQueue(p.ctx, &sqs.CreateQueueInput{
		QueueName:  aws.String(p.name),
		Attributes: map[string]string{"VisibilityTimeout": "45", "DelaySeconds": "0"},
		Tags:       map[string]string{"team": "metering"},
	})
	must(err)
	found, err := client.GetQueueUrl(p.ctx, &sqs.GetQueueUrlInput{QueueName: aws.String(p.name)})
	must(err)
	equal("url", *found.QueueUrl, *made.QueueUrl)
	tags, err := client.ListQueueTags(p.ctx, &sqs.ListQueueTagsInput{QueueUrl: made.QueueUrl})
	must(err)
	equal("tags", tags.Tags, map[string]string{"team": "metering"})

	// The SDK compares the digests of bodies with what it sent and received, and fails where they differ.
	sent, err := client.SendMessage(p.ctx, &sqs.SendMessageInput{
		QueueUrl:    made.QueueUrl,
		MessageBody: aws.String("Zähler <42> & \"Ünïcode\" 漢字 🔌\n"),
		MessageAttributes: map[string]types.MessageAttributeValue{
			"kind":  {DataType: aws.String("String"), StringValue: aws.String("reading")},
			"value": {DataType: aws.String("Number"), StringValue: aws.String("42.5")},
			"raw":   {DataType: aws.String("Binary"), BinaryValue: []byte{0, 1, 2, 255}},
		},
	})
	must(err)
	received, err := client.ReceiveMessage(p.ctx, &sqs.ReceiveMessageInput{
		QueueUrl: made.QueueUrl, WaitTimeSeconds: 1, MessageAttributeNames: []string{"All"},
		AttributeNames: []types.QueueAttributeName{"All"},
	})
	must(err)
	equal("messages", len(received.Messages), 1)
	message := received.Messages[0]
	equal("id", *message.MessageId, *sent.MessageId)
	equal("body", *message.Body, "Zähler <42> & \"Ünïcode\" 漢字 🔌\n")
	equal("binary", message.MessageAttributes["raw"].BinaryValue, []byte{0, 1, 2, 255})
	equal("number", *message.MessageAttributes["value"].StringValue, "42.5")
	equal("digest of attributes", *message.MD5OfMessageAttributes, *sent.MD5OfMessageAttributes)
	equal("receives", message.Attributes["ApproximateReceiveCount"], "1")
	_, err = client.ChangeMessageVisibility(p.ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: made.QueueUrl, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0,
	})
	must(err)
	again, err := client.ReceiveMessage(p.ctx, &sqs.ReceiveMessageInput{QueueUrl: made.QueueUrl})
	must(err)
	_, err = client.DeleteMessage(p.ctx, &sqs.DeleteMessageInput{
		QueueUrl: made.QueueUrl, ReceiptHandle: again.Messages[0].ReceiptHandle,
	})
	must(err)

	entries := []types.SendMessageBatchRequestEntry{}
	for i := 0; i < 10; i++ {
		entries = append(entries, types.SendMessageBatchRequestEntry{
			Id: aws.String(fmt.Sprintf("e%d", i)), MessageBody: aws.String(fmt.Sprintf("body %d", i)),
		})
	}
	_, err = client.SendMessage(p.ctx, &sqs.SendMessageInput{QueueUrl: made.QueueUrl, MessageBody: aws.String("")})
	equal("an empty body", code(err), "MissingParameter")
	entries[3].MessageBody = aws.String("\u0001")
	batch, err := client.SendMessageBatch(p.ctx, &sqs.SendMessageBatchInput{QueueUrl: made.QueueUrl, Entries: entries})
	must(err)
	equal("successful", len(batch.Successful), 9)
	equal("failed", []interface{}{*batch.Failed[0].Id, *batch.Failed[0].Code, batch.Failed[0].SenderFault},
		[]interface{}{"e3", "InvalidMessageContents", true})
	left := map[string]bool{}
	for len(left) < 9 {
		page, err := client.ReceiveMessage(p.ctx, &sqs.ReceiveMessageInput{
			QueueUrl: made.QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1,
		})
		must(err)
		done := []types.DeleteMessageBatchRequestEntry{}
		for _, one := range page.Messages {
			left[*one.Body] = true
			done = append(done, types.DeleteMessageBatchRequestEntry{Id: one.MessageId, ReceiptHandle: one.ReceiptHandle})
		}
		gone, err := client.DeleteMessageBatch(p.ctx, &sqs.DeleteMessageBatchInput{QueueUrl: made.QueueUrl, Entries: done})
		must(err)
		equal("deleted", len(gone.Successful), len(done))
	}
	attributes, err := client.GetQueueAttributes(p.ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: made.QueueUrl, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameAll},
	})
	must(err)
	equal("left", attributes.Attributes["ApproximateNumberOfMessages"], "0")
	equal("timeout", attributes.Attributes["VisibilityTimeout"], "45")

	for i := 0; i < 5; i++ {
		_, err = client.CreateQueue(p.ctx, &sqs.CreateQueueInput{QueueName: aws.String(fmt.Sprintf("%s-%d", p.name, i))})
		must(err)
	}
	urls := 0
	pages := sqs.NewListQueuesPaginator(client, &sqs.ListQueuesInput{
		QueueNamePrefix: aws.String(p.name), MaxResults: aws.Int32(2),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		urls += len(page.QueueUrls)
	}
	equal("queues by pages", urls, 6)

	_, err = client.GetQueueUrl(p.ctx, &sqs.GetQueueUrlInput{QueueName: aws.String("gone-" + p.name)})
	var missing *types.QueueDoesNotExist
	equal("a queue that is not", errors.As(err, &missing), true)
	_, err = client.CreateQueue(p.ctx, &sqs.CreateQueueInput{
		QueueName: aws.String(p.name), Attributes: map[string]string{"VisibilityTimeout": "46"},
	})
	equal("another timeout", code(err), "QueueAlreadyExists")
	_, err = client.DeleteMessage(p.ctx, &sqs.DeleteMessageInput{
		QueueUrl: made.QueueUrl, ReceiptHandle: aws.String("nonsense"),
	})
	equal("a receipt", code(err), "ReceiptHandleIsInvalid")
}

func fifoQueues(p *Program) {
	client := sqs.NewFromConfig(p.config)
	made, err := client.CreateQueue(p.ctx, &sqs.CreateQueueInput{
		QueueName:  aws.String(p.name + ".fifo"),
		Attributes: map[string]string{"FifoQueue": "true", "ContentBasedDeduplication": "true"},
	})
	must(err)
	for i := 0; i < 20; i++ {
		body := aws.String(fmt.Sprint(i / 2)) // each twice: the second is a duplicate
		_, err := client.SendMessage(p.ctx, &sqs.SendMessageInput{
			QueueUrl: made.QueueUrl, MessageBody: body, MessageGroupId: aws.String("meter"),
		})
		must(err)
	}
	page, err := client.ReceiveMessage(p.ctx, &sqs.ReceiveMessageInput{
		QueueUrl: made.QueueUrl, MaxNumberOfMessages: 10, AttributeNames: []types.QueueAttributeName{"All"},
	})
	must(err)
	equal("messages", len(page.Messages), 10)
	for i, message := range page.Messages {
		equal("order", *message.Body, fmt.Sprint(i))
		equal("group", message.Attributes["MessageGroupId"], "meter")
	}
	locked, err := client.ReceiveMessage(p.ctx, &sqs.ReceiveMessageInput{QueueUrl: made.QueueUrl})
	must(err)
	equal("a locked group", len(locked.Messages), 0)
}
