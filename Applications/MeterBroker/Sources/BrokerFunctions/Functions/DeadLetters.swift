import DynamoDBInterface
import MeterBroker
import Wire

/// What could not be delivered: lists it with the reason, and sends one or all of it again.
///
/// `GET /dead-letters?participant=&limit=`, `POST /dead-letters/redrive` with `{"participant"?,
/// "deliveryIDs"?}`. The table of deliveries decides what is dead; the queue's letters tell of it and go when
/// it is redriven.
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
        var letters: [JSON] = []
        for receiver in try await receivers(request.query["participant"]) where letters.count < limit {
            letters += try await dead(receiver, limit - letters.count).map(\.json)
        }
        return APIAnswer(200, ["deadLetters": .array(letters)])
    }

    private func receivers(_ one: String?) async throws -> [String] {
        if let one { return [one] }
        return try await broker.allParticipants().map(\.id)
    }

    private func dead(_ receiver: String, _ limit: Int) async throws -> [DeliveryRecord] {
        let page = try await broker.items.query(
            broker.openQuery(.dead, receiver, limit: limit, start: nil))
        return try await broker.confirmed(page.items ?? [], .dead)
    }

    private func redrive(_ body: JSON) async throws -> APIAnswer {
        let only = body["deliveryIDs"]?.array.map { Set($0.compactMap(\.string)) }
        let one = body["participant"]?.string
        guard only == nil || one != nil else {
            throw Refusal.malformed(Rejection("$.participant", "is missing beside deliveryIDs"))
        }
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
        let names = redriven
        let letters = redriven.isEmpty
            ? 0
            : try await broker.channels.exhume {
                names.contains("\($0["receiver"]?.string ?? "") \($0["deliveryID"]?.string ?? "")")
            }
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
