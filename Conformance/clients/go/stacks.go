package main

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

const template = `
Parameters:
  Name: {Type: String}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: {QueueName: !Ref Name}
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{Protocol: sqs, Endpoint: !GetAtt Queue.Arn}]
Outputs:
  QueueArn: {Value: !GetAtt Queue.Arn}
`

func stacks(p *Program) {
	client := cloudformation.NewFromConfig(p.config)
	name := aws.String(p.name)
	_, err := client.CreateStack(p.ctx, &cloudformation.CreateStackInput{
		StackName: name, TemplateBody: aws.String(template),
		Parameters: []types.Parameter{{ParameterKey: aws.String("Name"), ParameterValue: name}},
	})
	must(err)
	describe := &cloudformation.DescribeStacksInput{StackName: name}
	must(cloudformation.NewStackCreateCompleteWaiter(client, func(o *cloudformation.StackCreateCompleteWaiterOptions) {
		o.MinDelay = 100 * time.Millisecond
	}).Wait(p.ctx, describe, 30*time.Second))
	found, err := client.DescribeStacks(p.ctx, describe)
	must(err)
	equal("output", *found.Stacks[0].Outputs[0].OutputValue, "arn:aws:sqs:eu-central-1:000000000000:"+p.name)
	resources, err := client.DescribeStackResources(p.ctx, &cloudformation.DescribeStackResourcesInput{StackName: name})
	must(err)
	equal("resources", len(resources.StackResources) >= 2, true)
	_, err = client.DeleteStack(p.ctx, &cloudformation.DeleteStackInput{StackName: name})
	must(err)
	must(cloudformation.NewStackDeleteCompleteWaiter(client, func(o *cloudformation.StackDeleteCompleteWaiterOptions) {
		o.MinDelay = 100 * time.Millisecond
	}).Wait(p.ctx, &cloudformation.DescribeStacksInput{StackName: found.Stacks[0].StackId}, 30*time.Second))
	_, err = client.DescribeStacks(p.ctx, describe)
	equal("a stack that is not", code(err), "ValidationError")
}
