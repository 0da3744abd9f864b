internal import Kernel
internal import Wire

/// What is configured for the asynchronous events of a function.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
struct EventPlan: Sendable {
    /// With its qualifier.
    let functionARN: String
    let role: String?
    let ageMax: Duration
    let retriesMax: Int
    let onSuccess: String?
    let onFailure: String?
    let deadLetter: String?
    /// The function's reserved concurrency is zero.
    let isBlocked: Bool

    /// Bytes of an error message that a dead letter carries.
    static let errorMessageSizeMax = 1024

    /// What a destination is told about an event.
    func record(
        of event: QueuedEvent, _ run: Execution?, condition: String, attempts: Int, _ now: Instant
    ) -> JSON {
        var record: JSONObject = [
            "version": "1.0",
            "timestamp": .string(now.timestamp.text(.iso8601, alwaysMilliseconds: true)),
            "requestContext": [
                "requestId": .string(event.requestID), "functionArn": .string(functionARN),
                "condition": .string(condition), "approximateInvokeCount": .number(String(attempts)),
            ],
            "requestPayload": Self.json(event.payload),
        ]
        guard let run else { return .object(record) }
        var context: JSONObject = ["statusCode": 200, "executedVersion": .string(run.version)]
        if run.outcome.isError { context["functionError"] = "Unhandled" }
        record["responseContext"] = .object(context)
        record["responsePayload"] = Self.json(run.outcome.payload)
        return .object(record)
    }

    private static func json(_ bytes: [UInt8]) -> JSON {
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            return .string(String(decoding: bytes, as: UTF8.self))
        }
    }

    func delivery(
        _ record: JSON, to target: String, isSuccess: Bool, _ event: QueuedEvent, _ call: Kernel.Call
    ) -> Delivery {
        var delivery = Delivery(
            id: call.makeID(), target: target, action: Self.action(for: target), payload: record.utf8,
            source: functionARN, trace: event.trace)
        delivery.role = role
        if ARN(target)?.service == "events" {
            let outcome = isSuccess ? "Success" : "Failure"
            delivery.parameters = [
                "Source": "lambda",
                "DetailType": .string("Lambda Function Invocation Result - \(outcome)"),
                "Resources": [.string(target), .string(functionARN)],
            ]
        }
        return delivery
    }

    /// The event itself, with what went wrong as attributes.
    func letter(_ event: QueuedEvent, _ run: Execution?, to target: String, _ call: Kernel.Call) -> Delivery {
        let message = run.flatMap { Self.json($0.outcome.payload)["errorMessage"]?.string } ?? ""
        let short = String(decoding: message.utf8.prefix(Self.errorMessageSizeMax), as: UTF8.self)
        var attributes: JSONObject = [
            "RequestID": ["DataType": "String", "StringValue": .string(event.requestID)],
            "ErrorCode": ["DataType": "Number", "StringValue": .string(run == nil ? "429" : "200")],
        ]
        if !short.isEmpty {
            attributes["ErrorMessage"] = ["DataType": "String", "StringValue": .string(short)]
        }
        var delivery = Delivery(
            id: call.makeID(), target: target, action: Self.action(for: target), payload: event.payload,
            parameters: ["MessageAttributes": .object(attributes)], source: functionARN, trace: event.trace)
        delivery.role = role
        return delivery
    }

    private static func action(for target: String) -> String {
        switch ARN(target)?.service {
        case "sqs": "sqs:SendMessage"
        case "sns": "sns:Publish"
        case "events": "events:PutEvents"
        case "s3": "s3:PutObject"
        default: "lambda:InvokeFunction"
        }
    }
}
