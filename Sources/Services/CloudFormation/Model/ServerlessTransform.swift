internal import CloudFormationInterface
internal import Wire

/// The transform `AWS::Serverless-2016-10-31`.
enum ServerlessTransform {
    static let name = "AWS::Serverless-2016-10-31"

    static func expanded(_ template: JSON) throws -> JSON {
        throw NotImplemented("The transform \(name)")
    }
}
