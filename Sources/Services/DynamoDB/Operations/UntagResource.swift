internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// Removes tags of a table by their keys.
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let arn = try taggedARN(input.resourceArn, call, in: tx)
            try Tags.remove(input.tagKeys, from: arn, in: tx)
            return Unit()
        }
    }
}
