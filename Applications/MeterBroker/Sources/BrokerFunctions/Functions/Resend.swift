import DynamoDBInterface
import MeterBroker
import Wire

/// Sends archived messages again, marked as replays: by transaction id, or by receiver and time range and,
/// if wanted, meter. A receiver may ask for its own, an operator for anybody's.
struct Resend {
    let broker: Broker

    /// Messages of one request; a longer range is asked for in pieces, each from where the last ended.
    private static let messagesMax = 1000

    func answer(_ request: APIRequest) async -> APIAnswer {
        await broker.answering(request) {
            let body = try request.json()
            let receiver = body["receiver"]?.string
            if request.keyID != broker.settings.operatorKey || request.keyID.isEmpty {
                _ = try await broker.authorise(receiver, request)
            }
            if let id = body["transactionID"]?.string {
                return try await resend(transaction: id, receiver)
            }
            guard let receiver, let from = body["from"]?.string, let to = body["to"]?.string else {
                throw Refusal.malformed(Rejection("$", "must name a transactionID, or receiver, from and to"))
            }
            return try await resend(receiver, from: from, to: to, meter: body["meter"]?.string)
        }
    }

    private func resend(transaction id: String, _ receiver: String?) async throws -> APIAnswer {
        guard let message = try await broker.message(id), let routed = message.routedTo else {
            throw Refusal.notFound("There is no delivered message \(id).")
        }
        let receivers = routed.filter { receiver == nil || $0 == receiver }
        guard !receivers.isEmpty else {
            throw Refusal.notFound("Message \(id) did not go to \(receiver ?? "anybody").")
        }
        return try await send(receivers.map { (message, $0) }, next: nil)
    }

    private func resend(
        _ receiver: String, from: String, to: String, meter: String?
    ) async throws -> APIAnswer {
        let (from, to) = (try Self.time(from, "$.from"), try Self.time(to, "$.to"))
        var found: [(MessageRecord, String)] = []
        var start: Item?
        repeat {
            let page = try await broker.items.query(
                broker.rangeQuery(receiver, from: from, to: to, start: start))
            let originals = (page.items ?? []).compactMap(DeliveryRecord.init)
                .filter { !$0.isReplay && (meter == nil || $0.meter == meter) }
            for original in originals {
                if found.count == Self.messagesMax {
                    return try await send(found, next: original.acceptedAt.text)
                }
                found.append((MessageRecord(original), receiver))
            }
            start = page.lastEvaluatedKey
        } while start != nil
        return try await send(found, next: nil)
    }

    /// The time as the table spells it.
    private static func time(_ text: String, _ path: String) throws -> String {
        guard let time = Timestamp(parsing: text, .iso8601) else {
            throw Refusal.malformed(Rejection(path, "must be a time of ISO 8601"))
        }
        return time.text
    }

    private func send(_ messages: [(MessageRecord, String)], next: String?) async throws -> APIAnswer {
        let now = broker.now
        var deliveries = messages.map { message, receiver in
            DeliveryRecord(
                replaying: message, receiver: receiver, at: now, publicationID: broker.environment.makeName())
        }[...]
        let all = Array(deliveries)
        while !deliveries.isEmpty {
            try await broker.add(replays: Array(deliveries.prefix(20)))
            deliveries = deliveries.dropFirst(20)
        }
        try await broker.callCatchUp(for: all)
        return APIAnswer(
            202, ["resent": .number(String(all.count)), "continueFrom": next.map(JSON.string) ?? .null])
    }
}

extension Broker {
    /// A receiver's deliveries of messages accepted in a range of time, its ends included.
    func rangeQuery(_ receiver: String, from: String, to: String, start: Item?) -> QueryInput {
        QueryInput(
            tableName: settings.deliveries, limit: 200, exclusiveStartKey: start,
            keyConditionExpression: "receiver = :receiver AND #order BETWEEN :from AND :to",
            expressionAttributeNames: ["#order": "order"],
            expressionAttributeValues: [
                // A tilde sorts behind the hash that ends the time.
                ":receiver": .s(receiver), ":from": .s(from), ":to": .s(to + "~"),
            ])
    }
}
