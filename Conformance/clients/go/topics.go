package main

import (
	"encoding/json"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// queue makes a queue and answers its URL and its ARN.
func (p *Program) queue(name string) (*string, string) {
	client := sqs.NewFromConfig(p.config)
	made, err := client.CreateQueue(p.ctx, &sqs.CreateQueueInput{QueueName: aws.String(name)})
	must(err)
	return made.QueueUrl, "arn:aws:sqs:eu-central-1:000000000000:" + name
}

// bodies waits for as many messages and answers their bodies.
func (p *Program) bodies(url *string, count int) []string {
	client := sqs.NewFromConfig(p.config)
	found := []string{}
	for tries := 0; len(found) < count && tries < 20; tries++ {
		page, err := client.ReceiveMessage(p.ctx, &sqs.ReceiveMessageInput{
			QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1,
		})
		must(err)
		for _, message := range page.Messages {
			found = append(found, *message.Body)
		}
	}
	return found
}

func topics(p *Program) {
	client := sns.NewFromConfig(p.config)
	made, err := client.CreateTopic(p.ctx, &sns.CreateTopicInput{
		Name: aws.String(p.name), Attributes: map[string]string{"DisplayName": "readings"},
		Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("metering")}},
	})
	must(err)
	enveloped, first := p.queue(p.name + "-enveloped")
	raw, second := p.queue(p.name + "-raw")
	_, err = client.Subscribe(p.ctx, &sns.SubscribeInput{
		TopicArn: made.TopicArn, Protocol: aws.String("sqs"), Endpoint: aws.String(first),
	})
	must(err)
	subscribed, err := client.Subscribe(p.ctx, &sns.SubscribeInput{
		TopicArn: made.TopicArn, Protocol: aws.String("sqs"), Endpoint: aws.String(second),
		ReturnSubscriptionArn: true,
		Attributes: map[string]string{
			"RawMessageDelivery": "true", "FilterPolicy": `{"kind": ["reading"], "value": [{"numeric": [">", 10]}]}`,
		},
	})
	must(err)
	attributes, err := client.GetSubscriptionAttributes(p.ctx, &sns.GetSubscriptionAttributesInput{
		SubscriptionArn: subscribed.SubscriptionArn,
	})
	must(err)
	equal("raw", attributes.Attributes["RawMessageDelivery"], "true")
	equal("confirmed", attributes.Attributes["PendingConfirmation"], "false")

	published, err := client.Publish(p.ctx, &sns.PublishInput{
		TopicArn: made.TopicArn, Message: aws.String("not chosen & <first>"), Subject: aws.String("hello"),
	})
	must(err)
	value := func(kind, value string) types.MessageAttributeValue {
		return types.MessageAttributeValue{DataType: aws.String(kind), StringValue: aws.String(value)}
	}
	batch, err := client.PublishBatch(p.ctx, &sns.PublishBatchInput{
		TopicArn: made.TopicArn,
		PublishBatchRequestEntries: []types.PublishBatchRequestEntry{
			{Id: aws.String("a"), Message: aws.String("chosen"), MessageAttributes: map[string]types.MessageAttributeValue{
				"kind": value("String", "reading"), "value": value("Number", "10.5"),
			}},
			{Id: aws.String("b"), Message: aws.String("low"), MessageAttributes: map[string]types.MessageAttributeValue{
				"kind": value("String", "reading"), "value": value("Number", "9"),
			}},
		},
	})
	must(err)
	equal("published", len(batch.Successful), 2)
	equal("raw and chosen", p.bodies(raw, 1), []string{"chosen"})
	found := map[string]bool{}
	for _, body := range p.bodies(enveloped, 3) {
		var envelope map[string]interface{}
		must(json.Unmarshal([]byte(body), &envelope))
		found[envelope["Message"].(string)] = true
		if envelope["MessageId"] == *published.MessageId {
			equal("subject", envelope["Subject"], "hello")
			equal("topic", envelope["TopicArn"], *made.TopicArn)
		}
	}
	equal("enveloped", found, map[string]bool{"not chosen & <first>": true, "chosen": true, "low": true})

	subscriptions := 0
	pages := sns.NewListSubscriptionsByTopicPaginator(
		client, &sns.ListSubscriptionsByTopicInput{TopicArn: made.TopicArn})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		subscriptions += len(page.Subscriptions)
	}
	equal("subscriptions", subscriptions, 2)
	_, err = client.Publish(p.ctx, &sns.PublishInput{TopicArn: aws.String(*made.TopicArn + "-gone"), Message: aws.String("m")})
	var missing *types.NotFoundException
	equal("a topic that is not", errors.As(err, &missing), true)
	_, err = client.Subscribe(p.ctx, &sns.SubscribeInput{
		TopicArn: made.TopicArn, Protocol: aws.String("sqs"), Endpoint: aws.String(first),
		Attributes: map[string]string{"FilterPolicy": "{nonsense"},
	})
	var invalid *types.InvalidParameterException
	equal("a filter policy", errors.As(err, &invalid), true)
}
