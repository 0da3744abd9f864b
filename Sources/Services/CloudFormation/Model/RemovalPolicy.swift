internal import CloudFormationInterface
internal import Wire

/// What becomes of a resource that a stack gives up.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>
enum RemovalPolicy: String, Sendable {
    case delete = "Delete"
    case retain = "Retain"
    /// Kept, unless the operation that made the resource is rolled back.
    case retainExceptOnCreate = "RetainExceptOnCreate"

    init(_ value: JSON?, _ attribute: String, of name: String, _ type: String) throws {
        guard let value else {
            self = .delete
            return
        }
        guard let text = value.string else {
            throw ValidationError.format("Every \(attribute) member must be a string.")
        }
        if text == "Snapshot" { throw NotImplemented("\(attribute) Snapshot of \(name) (\(type))") }
        guard let policy = RemovalPolicy(rawValue: text) else {
            throw ValidationError.format("Unrecognized \(attribute) \(text) for resource \(name)")
        }
        self = policy
    }
}
