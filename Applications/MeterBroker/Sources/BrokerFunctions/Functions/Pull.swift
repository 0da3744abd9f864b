import DynamoDBInterface
import MeterBroker
import Wire

/// Lets a receiver without a webhook fetch what waits for it, in order, and say what it has.
///
/// `GET /pull/{participant}?limit=`, `POST /pull/{participant}/acknowledge`.
struct Pull {
    let broker: Broker

    static let pageMax = 100
    private static let pageBytesMax = 4_000_000
    private static let urlSeconds = 3600

    func answer(_ request: APIRequest) async -> APIAnswer {
        await broker.answering(request) {
            let tail = request.tail
            guard let id = tail.first else { throw Refusal.notFound("Name the participant.") }
            let participant = try await broker.authorise(id, request)
            switch (request.method, tail.dropFirst().first) {
            case ("GET", nil):
                return try await waiting(participant, request.number("limit", default: 20, max: Self.pageMax))
            case ("POST", "acknowledge"?): return try await acknowledge(participant, request)
            default: throw Refusal.notFound("There is no \(request.method) \(request.path).")
            }
        }
    }

    private func waiting(_ participant: Participant, _ limit: Int) async throws -> APIAnswer {
        guard participant.webhook == nil else {
            throw Refusal.forbidden("Participant \(participant.id) has a webhook; its messages are posted to it.")
        }
        let page = try await broker.items.query(
            broker.openQuery(.pending, participant.id, limit: limit, start: nil))
        var messages: [JSON] = []
        var bytes = 0
        for delivery in try await broker.confirmed(page.items ?? [], .pending) {
            bytes += min(delivery.bytes, broker.settings.bodyBytesMax)
            if !messages.isEmpty, bytes > Self.pageBytesMax { break }
            messages.append(try await message(delivery))
        }
        return APIAnswer(200, ["messages": .array(messages), "more": .bool(page.lastEvaluatedKey != nil)])
    }

    private func message(_ delivery: DeliveryRecord) async throws -> JSON {
        var message: JSONObject = [
            "deliveryID": .string(delivery.order), "transactionID": .string(delivery.transactionID.text),
            "replayIndicator": .bool(delivery.isReplay),
        ]
        if delivery.bytes > broker.settings.bodyBytesMax {
            // What a function may not answer is fetched from the archive.
            let url = try await broker.archive.downloadURL(delivery.bodyKey, seconds: Self.urlSeconds)
            message["bodyURL"] = .string(url)
            message["stamp"] = delivery.stamp.json
        } else if let body = await broker.body(delivery.bodyKey) {
            message["body"] = .string(String(decoding: delivery.stamp.stamped(body), as: UTF8.self))
        } else {
            throw Refusal.busy()
        }
        return .object(message)
    }

    private func acknowledge(_ participant: Participant, _ request: APIRequest) async throws -> APIAnswer {
        guard let names = try request.json()["deliveryIDs"]?.array, names.count <= Self.pageMax else {
            throw Refusal.malformed(
                Rejection("$.deliveryIDs", "must be an array of at most \(Self.pageMax) texts"))
        }
        let keys: [Item] = Set(names.compactMap(\.string)).map {
            ["receiver": .s(participant.id), "order": .s($0)]
        }
        let now = broker.now.text
        var rest = try await broker.confirmed(keys, .pending)[...]
        var count = 0
        while !rest.isEmpty {
            let moves = rest.prefix(20).map { delivery in
                var after = delivery
                after.status = .delivered
                after.deliveredAt = now
                return (before: delivery, after: after)
            }
            if try await broker.move(moves) { count += moves.count }
            rest = rest.dropFirst(20)
        }
        return APIAnswer(200, ["acknowledged": .number(String(count))])
    }
}
