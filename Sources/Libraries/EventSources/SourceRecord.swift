internal import Kernel
public import Wire

/// A record as the stream told it.
public struct SourceRecord: Sendable {
    let json: JSON
    let source: String

    public var number: String { json["dynamodb"]?["SequenceNumber"]?.string ?? "" }
    var size: Int { json["dynamodb"]?["SizeBytes"]?.scalarText.flatMap { Int($0) } ?? 0 }
    /// The second of the change.
    public var second: Int64 {
        Int64(json["dynamodb"]?["ApproximateCreationDateTime"]?.double ?? 0)
    }

    /// The record as consumers get it.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>
    public var event: JSON {
        guard var event = json.object else { return [:] }
        if let identity = event["userIdentity"] {
            event["userIdentity"] = [
                "type": identity["Type"] ?? .null, "principalId": identity["PrincipalId"] ?? .null,
            ]
        }
        event["eventSourceARN"] = .string(source)
        return .object(event)
    }
}
