import DynamoDBInterface
import MeterBroker
import Wire

/// How a receiver's messages reach it.
enum Lane: String {
    /// By the delivery function, with everybody else's.
    case shared
    /// By the catch-up function, which is at it or has been called.
    case draining
    /// By both: new messages by the delivery function, and what still waits by the catch-up function.
    case rejoining
    /// By the catch-up function, which waits to be called: the receiver was slow just now.
    case resting

    /// Whether the delivery function posts to the receiver.
    var isServedAtOnce: Bool { self == .shared || self == .rejoining }
    /// Whether the catch-up function is at it or has been called.
    var isCalled: Bool { self == .draining || self == .rejoining }
}

/// A market participant as it is registered with the hub.
struct Participant: Sendable {
    let id: String
    var name: String
    /// The API key whose messages may name the participant as their sender.
    var keyID: String
    /// Where messages are posted; nil for a receiver that pulls.
    var webhook: String?
    var quota: Int?
    var lane: Lane
    /// Failures in a row.
    var failures: Int
    /// Until when a catch-up function holds the receiver's lane, in milliseconds.
    var leaseUntil: Int
    /// When the catch-up function is to be called next, in milliseconds.
    var wakeAt: Int

    init?(_ item: Item) {
        guard let id = item.text("id") else { return nil }
        self.id = id
        name = item.text("name") ?? id
        keyID = item.text("keyID") ?? ""
        webhook = item.text("webhook")
        quota = item.number("quota")
        lane = item.text("lane").flatMap(Lane.init) ?? .shared
        failures = item.number("failures") ?? 0
        leaseUntil = item.number("leaseUntil") ?? 0
        wakeAt = item.number("wakeAt") ?? 0
    }

    var json: JSON {
        [
            "id": .string(id), "name": .string(name), "keyID": .string(keyID),
            "webhook": webhook.map(JSON.string) ?? .null,
            "dailyQuota": quota.map { .number(String($0)) } ?? .null,
            "lane": .string(webhook == nil ? "pull" : lane.rawValue), "failures": .number(String(failures)),
        ]
    }
}

extension Broker {
    func participantKey(_ id: String) -> Item { ["id": .s(id)] }

    /// The participant as of now.
    func freshParticipant(_ id: String) async throws -> Participant? {
        let item = try await items.get(
            GetItemInput(tableName: settings.participants, key: participantKey(id), consistentRead: true))
        let found = item.flatMap(Participant.init)
        await directory.keep(id, found, at: now)
        return found
    }

    /// The participants by their ids, as of some seconds ago at most; unknown ones are absent.
    func participants(_ ids: Set<String>) async throws -> [String: Participant] {
        let (known, missing) = await directory.look(ids, at: now)
        guard !missing.isEmpty else { return known }
        var found = known
        let rows = try await items.all([settings.participants: missing.map(participantKey)])
        let fresh = (rows[settings.participants] ?? []).compactMap(Participant.init)
        for participant in fresh { found[participant.id] = participant }
        for id in missing { await directory.keep(id, found[id], at: now) }
        return found
    }

    /// All participants, in the order of their ids; a hub has some hundreds.
    func allParticipants() async throws -> [Participant] {
        var found: [Participant] = []
        var start: Item?
        repeat {
            let page = try await items.query(
                QueryInput(
                    tableName: settings.participants, indexName: "kind-index", exclusiveStartKey: start,
                    keyConditionExpression: "kind = :kind",
                    expressionAttributeValues: [":kind": .s("participant")]))
            found += (page.items ?? []).compactMap(Participant.init)
            start = page.lastEvaluatedKey
        } while start != nil
        return found.sorted { $0.id < $1.id }
    }
}
