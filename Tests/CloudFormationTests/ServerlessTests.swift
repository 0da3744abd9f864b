import Testing
import Wire

@testable import CloudFormation

@Suite struct ServerlessTests {
    private func expand(_ yaml: String) throws -> JSON {
        try ServerlessTransform.expanded(
            try TemplateText.json("Transform: AWS::Serverless-2016-10-31\n" + yaml))
    }

    private func function(_ more: String) -> String {
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n      Handler: a.b\n"
            + more.split(separator: "\n").map { "      \($0)\n" }.joined()
    }

    @Test func aFunctionComesWithItsRole() throws {
        let resources = try #require(
            try expand(function("CodeUri: s3://bucket/key.zip"))["Resources"]?.object)
        #expect(Set(resources.names) == ["F", "FRole"])
        #expect(resources["F"]?["Type"] == "AWS::Lambda::Function")
        #expect(resources["F"]?["Properties"]?["Code"] == ["S3Bucket": "bucket", "S3Key": "key.zip"])
        #expect(resources["F"]?["Properties"]?["Role"] == ["Fn::GetAtt": ["FRole", "Arn"]])
        #expect(resources["F"]?["Properties"]?["Tags"] == [["Key": "lambda:createdBy", "Value": "SAM"]])
        #expect(
            resources["FRole"]?["Properties"]?["ManagedPolicyArns"]
                == ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"])
    }

    @Test func codeMayStandInTheTemplateOrInParts() throws {
        #expect(
            try expand(function("InlineCode: x"))["Resources"]?["F"]?["Properties"]?["Code"] == [
                "ZipFile": "x"
            ])
        #expect(
            try expand(function("CodeUri: {Bucket: b, Key: k, Version: v}"))["Resources"]?["F"]?[
                "Properties"]?["Code"]
                == ["S3Bucket": "b", "S3Key": "k", "S3ObjectVersion": "v"])
    }

    @Test func globalsAreMergedAndOverridden() throws {
        let template =
            "Globals: {Function: {Timeout: 3, MemorySize: 128, Environment: {Variables: {A: 1, B: 2}}}}\n"
            + function("InlineCode: x\nTimeout: 9\nEnvironment: {Variables: {B: 3}}")
        let properties = try expand(template)["Resources"]?["F"]?["Properties"]
        #expect(properties?["Timeout"] == 9)
        #expect(properties?["MemorySize"] == 128)
        #expect(properties?["Environment"] == ["Variables": ["A": 1, "B": 3]])
        #expect(try expand(template)["Globals"] == nil)
    }

    @Test func aQueueEventMakesAMapping() throws {
        let resources = try expand(
            function(
                "InlineCode: x\nEvents:\n  Q:\n    Type: SQS\n    Properties: {Queue: !GetAtt X.Arn, BatchSize: 5}"
            ))["Resources"]
        #expect(
            resources?["FQ"] == [
                "Type": "AWS::Lambda::EventSourceMapping",
                "Properties": [
                    "BatchSize": 5, "EventSourceArn": ["Fn::GetAtt": ["X", "Arn"]],
                    "FunctionName": ["Ref": "F"],
                ],
            ])
        #expect(
            resources?["FRole"]?["Properties"]?["ManagedPolicyArns"]?.array?.contains(
                "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole") == true)
    }

    @Test func aTopicEventMakesSubscriptionAndPermission() throws {
        let resources = try expand(
            function("InlineCode: x\nEvents:\n  T:\n    Type: SNS\n    Properties: {Topic: !Ref X}"))[
                "Resources"]
        #expect(resources?["FT"]?["Type"] == "AWS::SNS::Subscription")
        #expect(resources?["FT"]?["Properties"]?["Protocol"] == "lambda")
        #expect(resources?["FTPermission"]?["Properties"]?["Principal"] == "sns.amazonaws.com")
    }

    @Test func rulesAndSchedulesTargetTheFunction() throws {
        let resources = try expand(
            function(
                "InlineCode: x\nEvents:\n  R:\n    Type: EventBridgeRule\n    Properties: {Pattern: {source: [a]}, EventBusName: b}\n  S:\n    Type: Schedule\n    Properties: {Schedule: rate(1 minute), Enabled: false}"
            ))["Resources"]
        #expect(resources?["FR"]?["Properties"]?["EventPattern"] == ["source": ["a"]])
        #expect(resources?["FR"]?["Properties"]?["Targets"]?.array?.first?["Id"] == "FRLambdaTarget")
        #expect(resources?["FS"]?["Properties"]?["ScheduleExpression"] == "rate(1 minute)")
        #expect(resources?["FS"]?["Properties"]?["State"] == "DISABLED")
        #expect(resources?["FSPermission"]?["Properties"]?["Principal"] == "events.amazonaws.com")
    }

    @Test func aScheduleOfItsOwnServiceCallsTheFunctionInARole() throws {
        let resources = try expand(
            function(
                "InlineCode: x\nEvents:\n  S:\n    Type: ScheduleV2\n    Properties: {ScheduleExpression: rate(1 minute), ScheduleExpressionTimezone: Europe/Berlin, DeadLetterConfig: {Arn: a}}\n  T:\n    Type: ScheduleV2\n    Properties: {ScheduleExpression: rate(1 day), Name: n, RoleArn: r, FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: 5}}"
            ))["Resources"]
        #expect(
            resources?["FS"]?["Properties"] == [
                "ScheduleExpression": "rate(1 minute)", "ScheduleExpressionTimezone": "Europe/Berlin",
                "FlexibleTimeWindow": ["Mode": "OFF"], "Name": "FS",
                "Target": [
                    "Arn": ["Fn::GetAtt": ["F", "Arn"]], "DeadLetterConfig": ["Arn": "a"],
                    "RoleArn": ["Fn::GetAtt": ["FSRole", "Arn"]],
                ],
            ])
        #expect(resources?["FS"]?["Type"] == "AWS::Scheduler::Schedule")
        #expect(resources?["FSRole"]?["Type"] == "AWS::IAM::Role")
        #expect(resources?["FSRole"]?["Properties"]?["Policies"]?.array?.count == 2)
        #expect(resources?["FT"]?["Properties"]?["Name"] == "n")
        #expect(resources?["FT"]?["Properties"]?["Target"]?["RoleArn"] == "r")
        #expect(resources?["FT"]?["Properties"]?["FlexibleTimeWindow"]?["Mode"] == "FLEXIBLE")
        #expect(resources?["FTRole"] == nil)
    }

    @Test func bucketEventsChangeTheBucket() throws {
        let template =
            function(
                "InlineCode: x\nEvents:\n  B:\n    Type: S3\n    Properties: {Bucket: !Ref Files, Events: 's3:ObjectCreated:*'}"
            )
            + "  Files: {Type: AWS::S3::Bucket}\n"
        let bucket = try expand(template)["Resources"]?["Files"]
        #expect(bucket?["DependsOn"] == ["FBPermission"])
        #expect(
            bucket?["Properties"]?["NotificationConfiguration"]?["LambdaConfigurations"] == [
                ["Event": "s3:ObjectCreated:*", "Function": ["Fn::GetAtt": ["F", "Arn"]]]
            ])
    }

    @Test func apiEventsShareOneImplicitAPI() throws {
        let resources = try expand(
            function(
                "InlineCode: x\nEvents:\n  G:\n    Type: Api\n    Properties: {Path: '/a/{id}', Method: get}\n  P:\n    Type: Api\n    Properties: {Path: '/a/{id}', Method: ANY}"
            ))["Resources"]
        let paths = resources?["ServerlessRestApi"]?["Properties"]?["Body"]?["paths"]
        #expect(paths?["/a/{id}"]?.object?.names == ["get", "x-amazon-apigateway-any-method"])
        #expect(resources?["ServerlessRestApiProdStage"]?["Properties"]?["StageName"] == "Prod")
        #expect(resources?["FGPermission"]?["Properties"]?["Principal"] == "apigateway.amazonaws.com")
        #expect(
            resources?.object?.names.filter { $0.hasPrefix("ServerlessRestApiDeployment") }.count == 1)
    }

    @Test func anEventSaysForItselfWhetherItsMethodDemandsAKey() throws {
        let template =
            "Globals: {Api: {Auth: {ApiKeyRequired: true}}}\n"
            + function(
                "InlineCode: x\nEvents:\n  G:\n    Type: Api\n    Properties: {Path: /a, Method: get}\n  P:\n    Type: Api\n    Properties: {Path: /a, Method: put, Auth: {ApiKeyRequired: false}}"
            )
        let body = try expand(template)["Resources"]?["ServerlessRestApi"]?["Properties"]?["Body"]
        #expect(body?["paths"]?["/a"]?["get"]?["security"] == [["api_key": []]])
        #expect(body?["paths"]?["/a"]?["put"]?["security"] == nil)
        #expect(body?["securityDefinitions"]?["api_key"]?["name"] == "x-api-key")
    }

    @Test func anAPIGetsAPlanOfItsOwn() throws {
        let template =
            "Resources: {A: {Type: AWS::Serverless::Api, Properties: {StageName: live, Auth: {UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 5, Period: DAY}}}}}}"
        let resources = try expand(template)["Resources"]
        let plan = resources?["AUsagePlan"]?["Properties"]
        #expect(plan?["ApiStages"] == [["ApiId": ["Ref": "A"], "Stage": ["Ref": "AliveStage"]]])
        #expect(plan?["Quota"] == ["Limit": 5, "Period": "DAY"])
        #expect(resources?["AUsagePlanKey"]?["Properties"]?["KeyId"] == ["Ref": "AApiKey"])
    }

    @Test func aSimpleTableHasAKeyNamedID() throws {
        let table = try expand("Resources: {T: {Type: AWS::Serverless::SimpleTable}}")["Resources"]?["T"]
        #expect(table?["Type"] == "AWS::DynamoDB::Table")
        #expect(table?["Properties"]?["KeySchema"] == [["AttributeName": "id", "KeyType": "HASH"]])
        #expect(table?["Properties"]?["BillingMode"] == "PAY_PER_REQUEST")
    }

    @Test(arguments: [
        ("Resources: {H: {Type: AWS::Serverless::HttpApi}}", "AWS::Serverless::HttpApi (H)"),
        ("Resources: {C: {Type: AWS::Serverless::Connector}}", "AWS::Serverless::Connector (C)"),
        (
            "Resources: {F: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, DeploymentPreference: {}}}}",
            "The property DeploymentPreference of AWS::Serverless::Function (F)"
        ),
        (
            "Resources: {A: {Type: AWS::Serverless::Api, Properties: {StageName: s, Auth: {ResourcePolicy: {}}}}}",
            "Auth.ResourcePolicy of AWS::Serverless::Api (A)"
        ),
        (
            "Resources: {A: {Type: AWS::Serverless::Api, Properties: {StageName: s, Auth: {DefaultAuthorizer: Nobody}}}}",
            "The authorizer Nobody (A)"
        ),
        (
            "Resources: {A: {Type: AWS::Serverless::Api, Properties: {StageName: s, Auth: {DefaultAuthorizer: AWS_IAM}}}}",
            "AWS_IAM with InvokeRole CALLER_CREDENTIALS (A)"
        ),
        (
            "Resources: {F: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Events: {E: {Type: HttpApi}}}}}",
            "Events of the type HttpApi (F, E)"
        ),
    ])
    func whatIsMissingIsNamed(_ template: String, _ name: String) throws {
        let error = #expect(throws: NotImplemented.self) { try expand(template) }
        #expect(error?.message == "\(name) is not implemented.")
    }
}
