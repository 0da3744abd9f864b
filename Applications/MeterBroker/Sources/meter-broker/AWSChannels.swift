import ApusClient
import BrokerFunctions
import EventBridgeInterface
import SNSInterface
import SQSInterface
import Wire

/// The bus, the queues and the topic.
struct AWSChannels: Channels {
    let events: EventBridgeClient<AWSTransport>
    let queues: SQSClient<AWSTransport>
    let topics: SNSClient<AWSTransport>
    let settings: Settings

    struct NotPublished: Error {
        let reason: String
    }

    func publish(_ event: JSON, detailType: String) async throws {
        let entry = PutEventsRequestEntry(
            source: "meter-broker", detailType: detailType, detail: event.text, eventBusName: settings.bus)
        let answer = try await events.putEvents(PutEventsInput(entries: [entry]), .standard)
        guard (answer.failedEntryCount ?? 0) == 0 else {
            throw NotPublished(reason: answer.entries?.first?.errorCode ?? "unknown")
        }
    }

    func wake(_ receiver: String, afterSeconds: Int) async throws {
        let body: JSON = ["receiver": .string(receiver)]
        _ = try await queues.sendMessage(
            SendMessageInput(
                queueUrl: settings.wakeQueue, messageBody: body.text, delaySeconds: afterSeconds),
            .standard)
    }

    func bury(_ letter: JSON) async throws {
        _ = try await topics.publish(
            PublishInput(message: letter.text, topicArn: settings.deadLetterTopic), .standard)
    }

    /// Long enough to ask all the machines that keep the queue.
    private static let waitSeconds = 1

    func letters(hiddenSeconds: Int) async throws -> [Letter] {
        let found = try await queues.receiveMessage(
            ReceiveMessageInput(
                queueUrl: settings.deadLetterQueue, maxNumberOfMessages: 10, visibilityTimeout: hiddenSeconds,
                waitTimeSeconds: Self.waitSeconds),
            .standard)
        return (found.messages ?? []).compactMap { message in
            guard let id = message.messageId, let handle = message.receiptHandle else { return nil }
            return Letter(id: id, handle: handle, json: Self.letter(message.body) ?? .null)
        }
    }

    func remove(_ letter: Letter) async throws {
        _ = try await queues.deleteMessage(
            DeleteMessageInput(queueUrl: settings.deadLetterQueue, receiptHandle: letter.handle), .standard)
    }

    private static func letter(_ body: String?) -> JSON? {
        do {
            return try body.map { try JSON(parsing: $0) }
        } catch {
            // What is no letter of the broker stays where it is.
            return nil
        }
    }
}
