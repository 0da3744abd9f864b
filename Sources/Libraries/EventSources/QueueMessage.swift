internal import Kernel
internal import Wire

/// A message as the queue handed it out.
struct QueueMessage: Sendable {
    let json: JSON

    var id: String { json["MessageId"]?.string ?? "" }
    var receipt: String { json["ReceiptHandle"]?.string ?? "" }
    var body: String { json["Body"]?.string ?? "" }
    var size: Int { body.utf8.count + 1024 }
    var trace: String? { json["Attributes"]?["AWSTraceHeader"]?.string }

    /// The message as consumers get it.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
    func record(_ source: ARN) -> JSON {
        var attributes = JSONObject()
        for member in json["MessageAttributes"]?.object?.members ?? [] {
            var value = JSONObject()
            if let text = member.value["StringValue"] { value["stringValue"] = text }
            if let bytes = member.value["BinaryValue"] { value["binaryValue"] = bytes }
            value["stringListValues"] = []
            value["binaryListValues"] = []
            value["dataType"] = member.value["DataType"]
            attributes[member.name] = .object(value)
        }
        return [
            "messageId": .string(id), "receiptHandle": .string(receipt), "body": .string(body),
            "attributes": json["Attributes"] ?? [:], "messageAttributes": .object(attributes),
            "md5OfMessageAttributes": json["MD5OfMessageAttributes"] ?? .null,
            "md5OfBody": json["MD5OfBody"] ?? "", "eventSource": "aws:sqs",
            "eventSourceARN": .string(source.description), "awsRegion": .string(source.region),
        ]
    }

    /// The message as filters see it: a body that is a JSON object can be looked into.
    func filterEvent(_ source: ARN) -> JSON {
        guard var record = record(source).object else { return [:] }
        do throws(JSONError) {
            let parsed = try JSON(parsing: body)
            if parsed.object != nil { record["body"] = parsed }
        } catch {
            // A body of plain text is matched as it is.
        }
        return .object(record)
    }
}
