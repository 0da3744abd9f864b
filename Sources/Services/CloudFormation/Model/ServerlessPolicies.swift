internal import Kernel
internal import Wire

/// The policy templates of the transform.
///
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html>
enum ServerlessPolicies {
    private struct Template {
        let parameter: String
        let actions: [String]
        /// `%` stands for the parameter.
        let resources: [String]
    }

    private static let table = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/%"
    private static let bucket = "arn:${AWS::Partition}:s3:::%"

    private static let templates: [String: Template] = [
        "DynamoDBCrudPolicy": Template(
            parameter: "TableName",
            actions: [
                "dynamodb:GetItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Scan",
                "dynamodb:Query",
                "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "dynamodb:BatchGetItem",
                "dynamodb:DescribeTable",
                "dynamodb:ConditionCheckItem",
            ], resources: [table, table + "/index/*"]),
        "DynamoDBReadPolicy": Template(
            parameter: "TableName",
            actions: [
                "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem",
                "dynamodb:DescribeTable",
            ], resources: [table, table + "/index/*"]),
        "DynamoDBWritePolicy": Template(
            parameter: "TableName",
            actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
            resources: [table, table + "/index/*"]),
        "SQSSendMessagePolicy": Template(
            parameter: "QueueName", actions: ["sqs:SendMessage*"],
            resources: ["arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:%"]),
        "SQSPollerPolicy": Template(
            parameter: "QueueName",
            actions: [
                "sqs:ChangeMessageVisibility", "sqs:ChangeMessageVisibilityBatch", "sqs:DeleteMessage",
                "sqs:DeleteMessageBatch", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",
            ], resources: ["arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:%"]),
        "SNSPublishMessagePolicy": Template(
            parameter: "TopicName", actions: ["sns:Publish"],
            resources: ["arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:%"]),
        "LambdaInvokePolicy": Template(
            parameter: "FunctionName", actions: ["lambda:InvokeFunction"],
            resources: ["arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:%*"]),
        "S3ReadPolicy": Template(
            parameter: "BucketName",
            actions: [
                "s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion",
                "s3:GetLifecycleConfiguration",
            ], resources: [bucket, bucket + "/*"]),
        "S3WritePolicy": Template(
            parameter: "BucketName",
            actions: ["s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"],
            resources: [bucket, bucket + "/*"]),
        "S3CrudPolicy": Template(
            parameter: "BucketName",
            actions: [
                "s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion",
                "s3:PutObject",
                "s3:PutObjectAcl", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration",
                "s3:DeleteObject",
            ], resources: [bucket, bucket + "/*"]),
        "EventBridgePutEventsPolicy": Template(
            parameter: "EventBusName", actions: ["events:PutEvents"],
            resources: ["arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/%"]),
        "StepFunctionsExecutionPolicy": Template(
            parameter: "StateMachineName", actions: ["states:StartExecution"],
            resources: ["arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:%"]),
    ]

    /// The policy that a template stands for; throws for one that is not known here, by its name.
    static func document(_ name: String, _ arguments: JSON) throws -> JSON {
        guard let template = templates[name] else { throw NotImplemented("The policy template \(name)") }
        guard let value = arguments[template.parameter] else {
            throw NotImplemented("The policy template \(name) without \(template.parameter)")
        }
        let resources = template.resources.map { text -> JSON in
            let named = text.separated(by: "%").joined(separator: "${name}")
            return ["Fn::Sub": [.string(named), ["name": value]]]
        }
        return [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Action": .array(template.actions.map { .string($0) }),
                    "Resource": .array(resources),
                ]
            ],
        ]
    }
}
