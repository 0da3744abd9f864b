package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Reading is one item, as a Go program keeps it.
type Reading struct {
	Meter  string            `dynamodbav:"meter"`
	At     int               `dynamodbav:"at"`
	Value  float64           `dynamodbav:"value"`
	Raw    []byte            `dynamodbav:"raw"`
	Flags  []string          `dynamodbav:"flags,stringset"`
	Labels map[string]string `dynamodbav:"labels"`
	Valid  bool              `dynamodbav:"valid"`
}

func tables(p *Program) {
	client := dynamodb.NewFromConfig(p.config)
	table := aws.String(p.name)
	_, err := client.CreateTable(p.ctx, &dynamodb.CreateTableInput{
		TableName: table, BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String("meter"), AttributeType: types.ScalarAttributeTypeS},
			{AttributeName: aws.String("at"), AttributeType: types.ScalarAttributeTypeN},
		},
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String("meter"), KeyType: types.KeyTypeHash},
			{AttributeName: aws.String("at"), KeyType: types.KeyTypeRange},
		},
	})
	must(err)
	must(dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay = 100 * time.Millisecond
	}).Wait(p.ctx, &dynamodb.DescribeTableInput{TableName: table}, 20*time.Second))

	reading := Reading{"m1", 0, 1.5, []byte{0, 255}, []string{"a", "b"}, map[string]string{"unit": "kWh"}, true}
	item, err := attributevalue.MarshalMap(reading)
	must(err)
	_, err = client.PutItem(p.ctx, &dynamodb.PutItemInput{TableName: table, Item: item})
	must(err)
	key := map[string]types.AttributeValue{"meter": item["meter"], "at": item["at"]}
	// The SDK compares the checksum of an answer with the header x-amz-crc32.
	got, err := client.GetItem(p.ctx, &dynamodb.GetItemInput{TableName: table, Key: key, ConsistentRead: aws.Bool(true)})
	must(err)
	var found Reading
	must(attributevalue.UnmarshalMap(got.Item, &found))
	equal("the item", found, reading)

	condition, err := expression.NewBuilder().WithCondition(expression.AttributeNotExists(expression.Name("meter"))).Build()
	must(err)
	_, err = client.PutItem(p.ctx, &dynamodb.PutItemInput{
		TableName: table, Item: item, ConditionExpression: condition.Condition(), ExpressionAttributeNames: condition.Names(),
	})
	var failed *types.ConditionalCheckFailedException
	equal("a condition", errors.As(err, &failed), true)
	update, err := expression.NewBuilder().WithUpdate(
		expression.Add(expression.Name("value"), expression.Value(2)).
			Set(expression.Name("labels.unit"), expression.Value("MWh"))).Build()
	must(err)
	updated, err := client.UpdateItem(p.ctx, &dynamodb.UpdateItemInput{
		TableName: table, Key: key, UpdateExpression: update.Update(), ExpressionAttributeNames: update.Names(),
		ExpressionAttributeValues: update.Values(), ReturnValues: types.ReturnValueAllNew,
	})
	must(err)
	must(attributevalue.UnmarshalMap(updated.Attributes, &found))
	equal("the update", []interface{}{found.Value, found.Labels["unit"]}, []interface{}{3.5, "MWh"})

	writes := []types.WriteRequest{}
	for at := 1; at <= 25; at++ {
		other, err := attributevalue.MarshalMap(Reading{Meter: "m1", At: at, Value: float64(at), Flags: []string{"x"}})
		must(err)
		writes = append(writes, types.WriteRequest{PutRequest: &types.PutRequest{Item: other}})
	}
	batch, err := client.BatchWriteItem(p.ctx, &dynamodb.BatchWriteItemInput{
		RequestItems: map[string][]types.WriteRequest{p.name: writes},
	})
	must(err)
	equal("unprocessed", len(batch.UnprocessedItems), 0)
	query, err := expression.NewBuilder().WithKeyCondition(
		expression.Key("meter").Equal(expression.Value("m1")).And(
			expression.Key("at").GreaterThan(expression.Value(5)))).
		WithFilter(expression.Name("value").LessThan(expression.Value(20))).Build()
	must(err)
	values, rounds := []int{}, 0
	pages := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
		TableName: table, KeyConditionExpression: query.KeyCondition(), FilterExpression: query.Filter(),
		ExpressionAttributeNames: query.Names(), ExpressionAttributeValues: query.Values(), Limit: aws.Int32(4),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		rows := []Reading{}
		must(attributevalue.UnmarshalListOfMaps(page.Items, &rows))
		for _, row := range rows {
			values = append(values, row.At)
		}
		rounds++
	}
	equal("values", fmt.Sprint(values), "[6 7 8 9 10 11 12 13 14 15 16 17 18 19]")
	equal("pages of four", rounds, 6)

	_, err = client.TransactWriteItems(p.ctx, &dynamodb.TransactWriteItemsInput{
		TransactItems: []types.TransactWriteItem{
			{Put: &types.Put{TableName: table, Item: map[string]types.AttributeValue{
				"meter": &types.AttributeValueMemberS{Value: "m2"}, "at": &types.AttributeValueMemberN{Value: "1"},
			}}},
			{ConditionCheck: &types.ConditionCheck{
				TableName: table, Key: key, ConditionExpression: condition.Condition(),
				ExpressionAttributeNames: condition.Names(),
			}},
		},
	})
	var cancelled *types.TransactionCanceledException
	equal("cancelled", errors.As(err, &cancelled), true)
	equal("reasons", []string{*cancelled.CancellationReasons[0].Code, *cancelled.CancellationReasons[1].Code},
		[]string{"None", "ConditionalCheckFailed"})
	_, err = client.DescribeTable(p.ctx, &dynamodb.DescribeTableInput{TableName: aws.String("gone-" + p.name)})
	var missing *types.ResourceNotFoundException
	equal("a table that is not", errors.As(err, &missing), true)
}
