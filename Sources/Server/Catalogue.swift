internal import APIGateway
internal import CloudFormation
internal import CloudWatchLogs
internal import DynamoDB
internal import EventBridge
internal import IAM
internal import Kernel
internal import Lambda
internal import Pipes
internal import S3
internal import SNS
internal import SQS
internal import STS
internal import Scheduler
internal import Schemas

/// The services of the product, in the order in which they start.
enum Catalogue {
    static let services: [ServiceDescriptor] = [
        .cloudWatchLogs,
        .dynamodb,
        .iam,
        .s3,
        .sns,
        .sqs,
        .sts,
        .lambda,
        .eventBridge,
        .scheduler,
        .pipes,
        .schemas,
        .apiGateway,
        .cloudFormation,
    ]
}
