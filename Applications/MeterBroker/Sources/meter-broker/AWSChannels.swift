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
            SendMessageInput(queueUrl: settings.wakeQueue, messageBody: body.text, delaySeconds: afterSeconds),
            .standard)
    }

    func bury(_ letter: JSON) async throws {
        _ = try await topics.publish(
            PublishInput(message: letter.text, topicArn: settings.deadLetterTopic), .standard)
    }

    /// Batches that one call looks at; what lies deeper in the queue stays for the next.
    private static let batchesMax = 200
    /// While the queue is looked through, seconds for which its letters are not seen by others.
    private static let lookSeconds = 20

    func exhume(_ matches: @Sendable (JSON) -> Bool) async throws -> Int {
        var count = 0
        for _ in 0..<Self.batchesMax {
            let found = try await queues.receiveMessage(
                ReceiveMessageInput(
                    queueUrl: settings.deadLetterQueue, maxNumberOfMessages: 10,
                    visibilityTimeout: Self.lookSeconds),
                .standard)
            let messages = found.messages ?? []
            guard !messages.isEmpty else { return count }
            for message in messages {
                guard let handle = message.receiptHandle, let letter = Self.letter(message.body), matches(letter)
                else { continue }
                _ = try await queues.deleteMessage(
                    DeleteMessageInput(queueUrl: settings.deadLetterQueue, receiptHandle: handle), .standard)
                count += 1
            }
        }
        return count
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
