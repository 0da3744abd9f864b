import NIOHTTP1
import Wire

/// A receiver without a webhook: stays away, comes back, fetches what waits in order, acknowledges it.
struct Puller: Sendable {
    let participant: Setup.Participant
    let drills: Drills
    let api: API
    let counts: Counts
    /// How long it stays away.
    private static let absence = Duration.seconds(20)

    func run() async {
        var last = ""
        while !Task.isCancelled {
            do {
                while drills.behaviour(of: participant) != .down, try await fetch(&last) > 0 {}
            } catch is CancellationError {
                return
            } catch {
                counts.change { $0.lastFailure = "pull: \(error)" }
            }
            do {
                try await Task.sleep(for: Self.absence)
            } catch { return }
        }
    }

    private func fetch(_ last: inout String) async throws -> Int {
        let answer = try await api.call(.GET, "/pull/\(participant.id)?limit=100", key: participant.key)
        guard answer.status == 200, let messages = answer.body["messages"]?.array, !messages.isEmpty else {
            return 0
        }
        let ids = messages.compactMap { $0["deliveryID"]?.string }
        var disorder = 0
        for id in ids {
            if id < last { disorder += 1 }
            last = id
        }
        let body = JSON.object(["deliveryIDs": .array(ids.map(JSON.string))])
        let done = try await api.call(
            .POST, "/pull/\(participant.id)/acknowledge", key: participant.key, body: body.utf8)
        let count = done.body["acknowledged"]?.integer ?? 0
        let found = disorder
        counts.change { values in
            values.pulled += count
            values.outOfOrder += found
        }
        return count
    }
}
