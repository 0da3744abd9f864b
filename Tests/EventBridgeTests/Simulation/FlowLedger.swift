import Synchronization

/// What a simulation knows of its events: which were accepted, and where each was seen.
final class FlowLedger: Sendable {
    struct Entry {
        let source: String
        let number: Int
        /// Acknowledged; otherwise nobody knows whether it was taken in.
        var isAccepted: Bool { id != nil }
        /// Its id on the bus.
        var id: String?
        /// By place: how often it was seen there.
        var seen: [String: Int] = [:]
    }

    private let state = Mutex<(entries: [String: Entry], strangers: [String])>(([:], []))

    func expect(_ name: String, source: String, number: Int) {
        state.withLock { $0.entries[name] = Entry(source: source, number: number) }
    }

    func accept(_ name: String, as id: String) { state.withLock { $0.entries[name]?.id = id } }

    func id(of name: String) -> String? { state.withLock { $0.entries[name]?.id } }

    func see(_ name: String, at place: String) {
        state.withLock { state in
            if state.entries[name] == nil { state.strangers.append("\(name) at \(place)") }
            state.entries[name]?.seen[place, default: 0] += 1
        }
    }

    /// Every fault against the rules, sorted.
    func faults(_ places: [FlowPlace]) -> [String] {
        state.withLock { state in
            var faults = state.strangers.map { "\($0) was never put" }
            for (name, entry) in state.entries {
                for place in places {
                    let wanted = place.wants(entry.source, entry.number)
                    let count = entry.seen[place.name] ?? 0
                    let dead = place.grave.map { entry.seen[$0] ?? 0 } ?? 0
                    let what =
                        "\(name) (\(entry.source) \(entry.number)) at \(place.name): \(count), dead \(dead)"
                    if !wanted {
                        if count + dead > 0 { faults.append("unwanted: \(what)") }
                        continue
                    }
                    if entry.isAccepted, count + dead == 0 { faults.append("lost: \(what)") }
                    if place.isInside, count + dead > 1 { faults.append("doubled: \(what)") }
                    if dead > 1 { faults.append("buried twice: \(what)") }
                }
            }
            return faults.sorted()
        }
    }

    var acceptedCount: Int { state.withLock { $0.entries.values.count(where: \.isAccepted) } }
}

/// One of the places at which events end.
struct FlowPlace: Sendable {
    let name: String
    /// The queue of its dead letters.
    let grave: String?
    /// Whether every event must arrive exactly once; outside it is at least once.
    let isInside: Bool
    let wants: @Sendable (_ source: String, _ number: Int) -> Bool
}
