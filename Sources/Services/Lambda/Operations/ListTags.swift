internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listTags(_ input: ListTagsInput, _ call: Call) async throws -> ListTagsOutput {
        let arn = try taggable(input.resource)
        return try await call.read { tx in
            try checkExists(arn, call, in: tx)
            return ListTagsOutput(tags: try Tags.of(arn, in: tx))
        }
    }

    /// What can bear tags: functions and mappings, but no versions and aliases.
    func taggable(_ text: String) throws -> ARN {
        guard let arn = ARN(text), arn.service == "lambda" else {
            throw InvalidParameterValueException("Invalid ARN: \(text)", type: "User")
        }
        if arn.resource.hasPrefix("function:"), arn.resource.split(separator: ":").count > 2 {
            throw InvalidParameterValueException(
                "Tags on function aliases and versions are not supported. Please specify a function ARN.",
                type: "User")
        }
        return arn
    }

    func checkExists(_ arn: ARN, _ call: Call, in tx: borrowing Transaction) throws {
        let parts = arn.resource.split(separator: ":").map(String.init)
        if parts.count == 2, parts[0] == "event-source-mapping" {
            guard try Mappings.with(uuid: parts[1], call.scope, in: tx) != nil else {
                throw MappingRules.notFound
            }
        } else {
            _ = try function(try FunctionReference(arn.description), call, in: tx)
        }
    }
}
