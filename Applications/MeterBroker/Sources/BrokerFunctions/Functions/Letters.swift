import DynamoDBInterface
import MeterBroker
import Wire

/// Keeps the letters on the dead-letter queue in step with the deliveries that are dead: one for each, and no others.
///
/// A letter is sent before its delivery is written down as dead, and taken off after it is sent again, so a crash
/// leaves at worst a letter too many. Whoever sends or redrives leaves a mark first; while there is one, the sweep looks
/// through the queue. A letter tells how many attempts went before it, and attempts are never counted back:
/// that says whether it is about the delivery's last death.
struct Letters {
    let broker: Broker
    private var settings: Settings { broker.settings }

    /// How long one look may take, and for how long it hides a letter from others.
    private static let lookSeconds = 10
    private static let hiddenSeconds = 20
    /// Stands in the tallies beside the participants, whose identifiers are digits.
    private static let markKey: Item = ["participant": .s("letters"), "slot": .s("changed")]

    private enum Verdict { case right, stale, open }

    /// What one look through the queue came to.
    private struct Look {
        var removed = 0
        var hasSeenAll = false
        /// Letters of deaths that are not written down, or not yet.
        var open = 0
    }

    /// Notes that letters are about to be sent or to become stale.
    func mark() async throws {
        _ = try await broker.items.update(
            UpdateItemInput(
                tableName: settings.tallies, key: Self.markKey, updateExpression: "SET #at = :now",
                expressionAttributeNames: ["#at": "changedAt"],
                expressionAttributeValues: [":now": .number(broker.now.milliseconds)]))
    }

    /// Looks through the queue if there is a mark, and takes the mark away when nothing can be left to do.
    func sweep() async throws {
        let item = try await broker.items.get(
            GetItemInput(tableName: settings.tallies, key: Self.markKey, consistentRead: true))
        guard let changedAt = item?.number("changedAt") else { return }
        let begin = broker.now.milliseconds
        let look = try await look()
        // Another look, cut off perhaps, may hide letters for so long.
        let isAlone = changedAt + (Self.lookSeconds + Self.hiddenSeconds) * 1000 < begin
        guard look.hasSeenAll, look.open == 0, isAlone else { return }
        do {
            _ = try await broker.items.update(
                UpdateItemInput(
                    tableName: settings.tallies, key: Self.markKey, updateExpression: "REMOVE #at",
                    conditionExpression: "#at = :seen", expressionAttributeNames: ["#at": "changedAt"],
                    expressionAttributeValues: [":seen": .number(changedAt)]))
        } catch is ConditionalCheckFailedException {
            // There is a newer one: the next sweep looks again.
        }
    }

    /// Takes the letters off that tell of no death that lasts; answers how many.
    func removeStale() async throws -> Int { try await look().removed }

    private func look() async throws -> Look {
        let end = broker.now.adding(seconds: Self.lookSeconds).milliseconds
        var look = Look()
        // Which letter tells of a death; a second one of the same is one too many.
        var tellers: [String: String] = [:]
        while broker.now.milliseconds < end {
            let letters = try await broker.channels.letters(hiddenSeconds: Self.hiddenSeconds)
            guard !letters.isEmpty else {
                look.hasSeenAll = true
                return look
            }
            let records = try await records(of: letters)
            for letter in letters {
                guard let name = Self.name(of: letter) else { continue }
                var verdict = Self.verdict(letter, records[name])
                let death = "\(name) \(letter.json["attempts"]?.integer ?? 0)"
                let teller = tellers[death] ?? letter.id
                tellers[death] = teller
                if verdict == .right, teller != letter.id { verdict = .stale }
                if verdict == .open { look.open += 1 }
                if verdict == .stale {
                    try await broker.channels.remove(letter)
                    look.removed += 1
                }
            }
        }
        return look
    }

    private static func verdict(_ letter: Letter, _ record: DeliveryRecord?) -> Verdict {
        let attempts = letter.json["attempts"]?.integer ?? 0
        // Its death was about to be written down: either that or a further attempt follows.
        guard let record, record.attempts >= attempts else { return .open }
        return record.attempts == attempts && record.status == .dead ? .right : .stale
    }

    /// The delivery that a letter tells of; nil for what is no letter of the broker, which stays where it is.
    private static func name(of letter: Letter) -> String? {
        guard let receiver = letter.json["receiver"]?.string, let order = letter.json["deliveryID"]?.string
        else {
            return nil
        }
        return "\(receiver) \(order)"
    }

    private func records(of letters: [Letter]) async throws -> [String: DeliveryRecord] {
        let names = Set(letters.compactMap(Self.name(of:)))
        guard !names.isEmpty else { return [:] }
        let keys = names.map { name -> Item in
            let parts = name.split(separator: " ", maxSplits: 1)
            return ["receiver": .s(String(parts[0])), "order": .s(String(parts[1]))]
        }
        let rows = try await broker.items.all([settings.deliveries: keys])[settings.deliveries] ?? []
        let records = rows.compactMap(DeliveryRecord.init).map { ("\($0.receiver) \($0.order)", $0) }
        return Dictionary(records) { first, _ in first }
    }
}
