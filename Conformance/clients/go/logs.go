package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
)

func logs(p *Program) {
	client := cloudwatchlogs.NewFromConfig(p.config)
	group, stream := aws.String("/go/"+p.name), aws.String("main")
	_, err := client.CreateLogGroup(p.ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: group})
	must(err)
	_, err = client.CreateLogStream(p.ctx, &cloudwatchlogs.CreateLogStreamInput{LogGroupName: group, LogStreamName: stream})
	must(err)
	now := time.Now().UnixMilli()
	lines := []types.InputLogEvent{}
	for i := 0; i < 10; i++ {
		lines = append(lines, types.InputLogEvent{
			Timestamp: aws.Int64(now + int64(i)), Message: aws.String(fmt.Sprintf("line %d", i)),
		})
	}
	_, err = client.PutLogEvents(p.ctx, &cloudwatchlogs.PutLogEventsInput{
		LogGroupName: group, LogStreamName: stream, LogEvents: lines,
	})
	must(err)
	found := []string{}
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(client, &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: group, FilterPattern: aws.String("line"), Limit: aws.Int32(3),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		for _, event := range page.Events {
			found = append(found, *event.Message)
		}
	}
	equal("lines", len(found), 10)
	equal("the last", found[9], "line 9")
	_, err = client.CreateLogGroup(p.ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: group})
	var exists *types.ResourceAlreadyExistsException
	equal("a group made twice", errors.As(err, &exists), true)
}
