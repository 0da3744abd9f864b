package main

import (
	"encoding/json"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
)

func events(p *Program) {
	client := eventbridge.NewFromConfig(p.config)
	bus := aws.String(p.name)
	_, err := client.CreateEventBus(p.ctx, &eventbridge.CreateEventBusInput{Name: bus})
	must(err)
	_, err = client.PutRule(p.ctx, &eventbridge.PutRuleInput{
		Name: aws.String("high"), EventBusName: bus,
		EventPattern: aws.String(`{"source": [{"prefix": "meter."}], "detail": {"value": [{"numeric": [">=", 10]}]}}`),
	})
	must(err)
	url, arn := p.queue(p.name)
	targets, err := client.PutTargets(p.ctx, &eventbridge.PutTargetsInput{
		Rule: aws.String("high"), EventBusName: bus,
		Targets: []types.Target{{
			Id: aws.String("queue"), Arn: aws.String(arn),
			InputTransformer: &types.InputTransformer{
				InputPathsMap: map[string]string{"meter": "$.detail.meter", "value": "$.detail.value"},
				InputTemplate: aws.String(`{"m": <meter>, "v": <value>}`),
			},
		}},
	})
	must(err)
	equal("failed targets", targets.FailedEntryCount, int32(0))
	put, err := client.PutEvents(p.ctx, &eventbridge.PutEventsInput{
		Entries: []types.PutEventsRequestEntry{
			{EventBusName: bus, Source: aws.String("meter.a"), DetailType: aws.String("r"), Detail: aws.String(`{"meter": "a", "value": 11}`)},
			{EventBusName: bus, Source: aws.String("meter.a"), DetailType: aws.String("r"), Detail: aws.String(`{"meter": "a", "value": 9}`)},
			{EventBusName: bus, Source: aws.String("meter.a"), DetailType: aws.String("r"), Detail: aws.String(`{"meter`)},
		},
	})
	must(err)
	equal("failed", []interface{}{put.FailedEntryCount, *put.Entries[2].ErrorCode},
		[]interface{}{int32(1), "MalformedDetail"})
	bodies := p.bodies(url, 1)
	equal("events", len(bodies), 1)
	var event map[string]interface{}
	must(json.Unmarshal([]byte(bodies[0]), &event))
	equal("event", event, map[string]interface{}{"m": "a", "v": 11.0})
	_, err = client.DescribeRule(p.ctx, &eventbridge.DescribeRuleInput{Name: aws.String("gone"), EventBusName: bus})
	var missing *types.ResourceNotFoundException
	equal("a rule that is not", errors.As(err, &missing), true)
	_, err = client.PutRule(p.ctx, &eventbridge.PutRuleInput{
		Name: aws.String("wrong"), EventBusName: bus, EventPattern: aws.String(`{"source": "meter"}`),
	})
	var invalid *types.InvalidEventPatternException
	equal("a pattern", errors.As(err, &invalid), true)
}
