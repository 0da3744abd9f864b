package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

const source = `
def handler(event, context):
    if "fail" in event:
        raise ValueError("asked to fail")
    return {"doubled": event["value"] * 2}
`

func functions(p *Program) {
	client := lambda.NewFromConfig(p.config)
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	file, err := writer.Create("app.py")
	must(err)
	_, err = file.Write([]byte(source))
	must(err)
	must(writer.Close())
	made, err := client.CreateFunction(p.ctx, &lambda.CreateFunctionInput{
		FunctionName: aws.String(p.name), Runtime: types.RuntimePython39, Handler: aws.String("app.handler"),
		Role: aws.String("arn:aws:iam::000000000000:role/runner"), Code: &types.FunctionCode{ZipFile: archive.Bytes()},
		Environment: &types.Environment{Variables: map[string]string{"STAGE": "test"}},
	})
	must(err)
	must(lambda.NewFunctionActiveV2Waiter(client, func(o *lambda.FunctionActiveV2WaiterOptions) {
		o.MinDelay = 100 * time.Millisecond
	}).Wait(p.ctx, &lambda.GetFunctionInput{FunctionName: made.FunctionName}, 30*time.Second))
	answer, err := client.Invoke(p.ctx, &lambda.InvokeInput{
		FunctionName: made.FunctionName, Payload: []byte(`{"value": 21}`), LogType: types.LogTypeTail,
	})
	must(err)
	equal("status", answer.StatusCode, int32(200))
	equal("payload", string(answer.Payload), `{"doubled": 42}`)
	failed, err := client.Invoke(p.ctx, &lambda.InvokeInput{FunctionName: made.FunctionName, Payload: []byte(`{"fail": 1}`)})
	must(err)
	equal("function error", *failed.FunctionError, "Unhandled")
	url, arn := p.queue(p.name)
	_ = url
	_, err = client.CreateEventSourceMapping(p.ctx, &lambda.CreateEventSourceMappingInput{
		FunctionName: made.FunctionName, EventSourceArn: aws.String(arn), BatchSize: aws.Int32(5),
	})
	must(err)
	mappings := 0
	pages := lambda.NewListEventSourceMappingsPaginator(
		client, &lambda.ListEventSourceMappingsInput{FunctionName: made.FunctionName})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		mappings += len(page.EventSourceMappings)
	}
	equal("mappings", mappings, 1)
	_, err = client.GetFunction(p.ctx, &lambda.GetFunctionInput{FunctionName: aws.String("gone-" + p.name)})
	var missing *types.ResourceNotFoundException
	equal("a function that is not", errors.As(err, &missing), true)
}
