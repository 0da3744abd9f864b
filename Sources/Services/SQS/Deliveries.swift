internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Stores what a topic, a bus, a bucket or a courier sends to a queue, by the rules of `SendMessage`.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard let arn = ARN(delivery.target), let queue = try queue(of: arn, in: tx) else {
            throw DeliveryFailure.permanent(
                code: "AWS.SimpleQueueService.NonExistentQueue", message: "The specified queue does not exist.")
        }
        let parameters = delivery.parameters
        var draft = MessageDraft(body: String(decoding: delivery.payload, as: UTF8.self))
        draft.attributes = try Self.attributes(parameters["MessageAttributes"])
        draft.deduplicationID = queue.isFIFO ? parameters["MessageDeduplicationId"]?.string : nil
        draft.group = parameters["MessageGroupId"]?.string
        if !delivery.trace.isEmpty {
            draft.systemAttributes = [
                "AWSTraceHeader": MessageSystemAttributeValue(dataType: "String", stringValue: delivery.trace)
            ]
        }
        let sender = ARN(delivery.source)?.account ?? call.account
        let message: NewMessage
        do {
            message = try draft.checked(for: queue, id: call.makeID(), sender: sender)
        } catch let failure as any Failure {
            throw DeliveryFailure.permanent(code: failure.queryCode, message: failure.message)
        }
        _ = try enqueue([message], to: queue, at: call.now, in: tx)
        tx.afterCommit { [meters] in meters.countSent([message]) }
    }

    /// Message attributes as the wire spells them: type, and text or base64.
    private static func attributes(_ json: JSON?) throws -> [String: MessageAttributeValue]? {
        guard let members = json?.object?.members, !members.isEmpty else { return nil }
        var attributes: [String: MessageAttributeValue] = [:]
        for member in members {
            let type = member.value["DataType"]?.string ?? member.value["Type"]?.string ?? "String"
            let text = member.value["StringValue"]?.string ?? member.value["Value"]?.string
            let binary = (member.value["BinaryValue"]?.string ?? (type == "Binary" ? text : nil))
                .flatMap { Base64.decoded($0) }
            attributes[member.name] = MessageAttributeValue(
                dataType: type, stringValue: binary == nil ? text : nil, binaryValue: binary)
        }
        return attributes
    }
}
