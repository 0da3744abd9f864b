internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// Adds tags to a table or changes their values.
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> Unit {
        let tags = try TagRules.map(input.tags)
        return try await call.write { tx in
            let arn = try taggedARN(input.resourceArn, call, in: tx)
            let present = try Tags.of(arn, in: tx)
            guard present.merging(tags, uniquingKeysWith: { $1 }).count <= TagRules.tagsMax else {
                throw ValidationException("One or more parameter values were invalid: Too many tags")
            }
            try Tags.set(tags, on: arn, in: tx)
            return Unit()
        }
    }
}
