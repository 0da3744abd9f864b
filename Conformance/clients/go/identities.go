package main

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const trust = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "000000000000"},
 "Action": "sts:AssumeRole"}]}`

func identities(p *Program) {
	client := iam.NewFromConfig(p.config)
	role, err := client.CreateRole(p.ctx, &iam.CreateRoleInput{
		RoleName: aws.String(p.name), AssumeRolePolicyDocument: aws.String(trust), Path: aws.String("/go/"),
	})
	must(err)
	_, err = client.PutRolePolicy(p.ctx, &iam.PutRolePolicyInput{
		RoleName: aws.String(p.name), PolicyName: aws.String("read"),
		PolicyDocument: aws.String(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}`),
	})
	must(err)
	names := []string{}
	pages := iam.NewListRolePoliciesPaginator(client, &iam.ListRolePoliciesInput{RoleName: aws.String(p.name)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.ctx)
		must(err)
		names = append(names, page.PolicyNames...)
	}
	equal("policies", names, []string{"read"})

	services := sts.NewFromConfig(p.config)
	assumed := p.config.Copy()
	assumed.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(
		services, *role.Role.Arn, func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "go" }))
	who, err := sts.NewFromConfig(assumed).GetCallerIdentity(p.ctx, &sts.GetCallerIdentityInput{})
	must(err)
	equal("who", *who.Arn, "arn:aws:sts::000000000000:assumed-role/"+p.name+"/go")
	_, err = client.GetRole(p.ctx, &iam.GetRoleInput{RoleName: aws.String("gone-" + p.name)})
	var missing *types.NoSuchEntityException
	equal("a role that is not", errors.As(err, &missing), true)
	_, err = client.PutRolePolicy(p.ctx, &iam.PutRolePolicyInput{
		RoleName: aws.String(p.name), PolicyName: aws.String("wrong"), PolicyDocument: aws.String("{"),
	})
	var malformed *types.MalformedPolicyDocumentException
	equal("a policy", errors.As(err, &malformed), true)
}
