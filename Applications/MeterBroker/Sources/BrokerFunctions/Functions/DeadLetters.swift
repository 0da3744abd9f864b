import DynamoDBInterface
import MeterBroker
import Wire

/// What could not be delivered: lists it with the reason, and sends one or all of it again.
///
/// `GET /dead-letters?participant=&limit=&after=`, `POST /dead-letters/redrive` with `{"participant"?,
/// "deliveryIDs"?}`. The table of deliveries decides what is dead; the queue's letters tell of it and go when
/// it is redriven, or with the next sweep if a crash came between.
struct DeadLetters {
    let broker: Broker

    private static let pageMax = 200

    func answer(_ request: APIRequest) async -> APIAnswer {
        await broker.answering(request) {
            try broker.authoriseOperator(request)
            switch (request.method, request.tail.first) {
            case ("GET", nil): return try await list(request)
            case ("POST", "redrive"?): return try await redrive(try request.json())
            default: throw Refusal.notFound("There is no \(request.method) \(request.path).")
            }
        }
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let limit = request.number("limit", default: 50, max: Self.pageMax)
        let (one, after) = (request.query["participant"], request.query["after"])
        guard after == nil || one != nil else {
            throw Refusal.malformed(Rejection("participant", "is missing beside after"))
        }
        var letters: [DeliveryRecord] = []
        for receiver in try await receivers(one) where letters.count < limit {
            letters += try await dead(receiver, limit - letters.count, after: after)
        }
        let isFull = one != nil && letters.count == limit
        return APIAnswer(
            200,
            [
                "deadLetters": .array(letters.map(\.json)),
                "continueAfter": isFull ? letters.last.map { .string($0.order) } ?? .null : .null,
            ])
    }

    private func receivers(_ one: String?) async throws -> [String] {
        if let one { return [one] }
        return try await broker.allParticipants().map(\.id)
    }

    private func dead(_ receiver: String, _ limit: Int, after: String? = nil) async throws -> [DeliveryRecord]
    {
        var query = broker.openQuery(.dead, receiver, limit: limit, start: nil)
        if let after {
            query.keyConditionExpression = "#open = :open AND #order > :after"
            query.expressionAttributeNames?["#order"] = "order"
            query.expressionAttributeValues?[":after"] = .s(after)
        }
        let page = try await broker.items.query(query)
        return try await broker.confirmed(page.items ?? [], .dead)
    }

    private func redrive(_ body: JSON) async throws -> APIAnswer {
        let only = body["deliveryIDs"]?.array.map { Set($0.compactMap(\.string)) }
        let one = body["participant"]?.string
        guard only == nil || one != nil else {
            throw Refusal.malformed(Rejection("$.participant", "is missing beside deliveryIDs"))
        }
        try await Letters(broker: broker).mark()
        var redriven: Set<String> = []
        for receiver in try await receivers(one) {
            if let only {
                let keys: [Item] = only.map { ["receiver": .s(receiver), "order": .s($0)] }
                redriven.formUnion(try await redrive(try await broker.confirmed(keys, .dead)))
                continue
            }
            while case let found = try await dead(receiver, 100), !found.isEmpty {
                let done = try await redrive(found)
                redriven.formUnion(done)
                if done.isEmpty { break }
            }
        }
        let letters = redriven.isEmpty ? 0 : try await Letters(broker: broker).removeStale()
        return APIAnswer(
            200, ["redriven": .number(String(redriven.count)), "letters": .number(String(letters))])
    }

    /// Makes them wait again, with all their retries before them; answers which.
    private func redrive(_ deliveries: [DeliveryRecord]) async throws -> Set<String> {
        var done: [DeliveryRecord] = []
        var rest = deliveries[...]
        while !rest.isEmpty {
            let moves = rest.prefix(20).map { delivery in
                var after = delivery
                after.status = .pending
                (after.counted, after.notBefore) = (0, 0)
                return (before: delivery, after: after)
            }
            if try await broker.move(moves) {
                done += moves.map(\.after)
            } else {
                for move in moves where try await broker.move([move]) { done.append(move.after) }
            }
            rest = rest.dropFirst(20)
        }
        try await broker.callCatchUp(for: done)
        return Set(done.map { "\($0.receiver) \($0.order)" })
    }
}
