// A program as users write them with the AWS SDK for Go, run against the server by the tests beside it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go"
)

// Program is what each part needs: where the server is, and a name that no other test uses.
type Program struct {
	ctx    context.Context
	config aws.Config
	name   string
}

var parts = map[string]func(*Program){
	"queues":     queues,
	"fifo":       fifoQueues,
	"topics":     topics,
	"tables":     tables,
	"objects":    objects,
	"functions":  functions,
	"events":     events,
	"identities": identities,
	"logs":       logs,
	"stacks":     stacks,
}

func main() {
	part, endpoint, name := os.Args[1], os.Args[2], os.Args[3]
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	config := aws.Config{
		Region:      "eu-central-1",
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		EndpointResolverWithOptions: aws.EndpointResolverWithOptionsFunc(
			func(service, region string, options ...interface{}) (aws.Endpoint, error) {
				return aws.Endpoint{URL: endpoint, SigningRegion: region, HostnameImmutable: true}, nil
			}),
	}
	parts[part](&Program{ctx, config, name})
	fmt.Println("done")
}

// must ends the program where a call failed.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("%T: %v", err, err))
	}
}

// equal ends the program where an answer is not the expected one.
func equal(what string, found, expected interface{}) {
	if !reflect.DeepEqual(found, expected) {
		panic(fmt.Sprintf("%s: found %#v, expected %#v", what, found, expected))
	}
}

// code is the error code that the SDK read from a failure.
func code(err error) string {
	var failure smithy.APIError
	if errors.As(err, &failure) {
		return failure.ErrorCode()
	}
	return fmt.Sprintf("no error of the service: %v", err)
}
