internal import IAM
internal import Kernel
internal import SQS
internal import STS

/// The services of the product, in the order in which they start.
enum Catalogue {
    static let services: [ServiceDescriptor] = [
        .iam, .sqs, .sts,
    ]
}
