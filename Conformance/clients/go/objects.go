package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func objects(p *Program) {
	client := s3.NewFromConfig(p.config, func(o *s3.Options) { o.UsePathStyle = true })
	bucket := aws.String(strings.ToLower(p.name))
	_, err := client.CreateBucket(p.ctx, &s3.CreateBucketInput{
		Bucket: bucket,
		CreateBucketConfiguration: &types.CreateBucketConfiguration{
			LocationConstraint: types.BucketLocationConstraintEuCentral1,
		},
	})
	must(err)
	key := aws.String("Zähler/a b+c&d.txt")
	_, err = client.PutObject(p.ctx, &s3.PutObjectInput{
		Bucket: bucket, Key: key, Body: strings.NewReader("eleven chars"), ContentType: aws.String("text/plain"),
		Metadata: map[string]string{"meter": "m1"}, ChecksumAlgorithm: types.ChecksumAlgorithmSha256,
	})
	must(err)
	got, err := client.GetObject(p.ctx, &s3.GetObjectInput{
		Bucket: bucket, Key: key, ChecksumMode: types.ChecksumModeEnabled,
	})
	must(err)
	body, err := io.ReadAll(got.Body)
	must(err)
	equal("body", string(body), "eleven chars")
	equal("metadata", got.Metadata, map[string]string{"meter": "m1"})
	part, err := client.GetObject(p.ctx, &s3.GetObjectInput{Bucket: bucket, Key: key, Range: aws.String("bytes=0-5")})
	must(err)
	body, err = io.ReadAll(part.Body)
	must(err)
	equal("a range", string(body), "eleven")
	equal("its place", *part.ContentRange, "bytes 0-5/12")

	large := bytes.Repeat([]byte("0123456789abcdef"), 12*1024*1024/16)
	uploaded, err := manager.NewUploader(client).Upload(p.ctx, &s3.PutObjectInput{
		Bucket: bucket, Key: aws.String("large"), Body: bytes.NewReader(large),
	})
	must(err)
	equal("parts", strings.HasSuffix(strings.Trim(*uploaded.ETag, `"`), "-3"), true)
	written := manager.NewWriteAtBuffer(nil)
	size, err := manager.NewDownloader(client).Download(p.ctx, written, &s3.GetObjectInput{
		Bucket: bucket, Key: aws.String("large"),
	})
	must(err)
	equal("size", size, int64(len(large)))
	equal("the same bytes", bytes.Equal(written.Bytes(), large), true)

	signed, err := s3.NewPresignClient(client).PresignGetObject(p.ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
	must(err)
	answer, err := http.Get(signed.URL)
	must(err)
	body, err = io.ReadAll(answer.Body)
	must(err)
	equal("presigned", string(body), "eleven chars")

	for i := 0; i < 7; i++ {
		_, err := client.PutObject(p.ctx, &s3.PutObjectInput{
			Bucket: bucket, Key: aws.String(fmt.Sprintf("list/%d/x", i)), Body: strings.NewReader("x"),
		})
		must(err)
	}
	folders := []string{}
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{
		Bucket: bucket, Prefix: aws.String("list/"), Delimiter: aws.String("/"), MaxKeys: 3,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		for _, folder := range page.CommonPrefixes {
			folders = append(folders, *folder.Prefix)
		}
	}
	equal("folders", fmt.Sprint(folders), "[list/0/ list/1/ list/2/ list/3/ list/4/ list/5/ list/6/]")
	deleted, err := client.DeleteObjects(p.ctx, &s3.DeleteObjectsInput{
		Bucket: bucket,
		Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: key}, {Key: aws.String("large")}}},
	})
	must(err)
	equal("deleted", len(deleted.Deleted), 2)
	_, err = client.GetObject(p.ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
	var missing *types.NoSuchKey
	equal("a key that is not", errors.As(err, &missing), true)
	_, err = client.HeadObject(p.ctx, &s3.HeadObjectInput{Bucket: bucket, Key: key})
	equal("its head", code(err), "NotFound")
	_, err = client.DeleteBucket(p.ctx, &s3.DeleteBucketInput{Bucket: bucket})
	equal("a bucket with objects", code(err), "BucketNotEmpty")
}
