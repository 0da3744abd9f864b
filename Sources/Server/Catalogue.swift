internal import CloudWatchLogs
internal import Kernel
internal import S3
internal import SQS

/// The services of the product, in the order in which they start.
enum Catalogue {
    static let services: [ServiceDescriptor] = [
        .cloudWatchLogs,
        .s3,
        .sqs,
    ]
}
