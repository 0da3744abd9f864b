internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// The table's ARN that a tag operation names, when the table is in the caller's scope.
    func taggedARN(_ text: String, _ call: Call, in tx: borrowing Transaction) throws -> ARN {
        guard let arn = ARN(text), arn.service == Self.name, arn.resource.hasPrefix("table/") else {
            throw ValidationException("Invalid TableArn: Invalid ResourceArn provided as input \(text)")
        }
        guard arn.account == call.account, arn.region == call.region,
            try find(text, call.scope, in: tx) != nil
        else {
            throw ResourceNotFoundException("Requested resource not found: ResourcArn: \(text) not found")
        }
        return arn
    }
}
