import Wire

/// Participants as a function saw them a moment ago, so that not every message asks for them again.
actor Directory {
    private struct Entry {
        let participant: Participant?
        let readAt: Int
    }

    /// For so long a function may hold a receiver for what it was.
    static let ageMillisecondsMax = 2000
    private static let entriesMax = 10_000
    private var entries: [String: Entry] = [:]
    /// How often in a row a receiver was slow; those that were not are absent.
    private var slow: [String: Int] = [:]
    private static let slowMax = 3

    func keep(_ id: String, _ participant: Participant?, at now: Timestamp) {
        if entries.count >= Self.entriesMax { entries = [:] }
        entries[id] = Entry(participant: participant, readAt: now.milliseconds)
    }

    func forget(_ id: String) { entries[id] = nil }

    /// Whether the receiver has been slow several times in a row, these attempts included.
    func isSlow(_ id: String, after attempts: [Bool]) -> Bool {
        let count = attempts.reduce(slow[id] ?? 0) { $1 ? $0 + 1 : 0 }
        slow[id] = count > 0 && count < Self.slowMax ? count : nil
        return count >= Self.slowMax
    }

    func look(_ ids: Set<String>, at now: Timestamp) -> (known: [String: Participant], missing: [String]) {
        var known: [String: Participant] = [:]
        var missing: [String] = []
        for id in ids {
            if let entry = entries[id], now.milliseconds - entry.readAt < Self.ageMillisecondsMax {
                known[id] = entry.participant
            } else {
                missing.append(id)
            }
        }
        return (known, missing)
    }
}
