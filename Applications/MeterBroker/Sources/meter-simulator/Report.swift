import MeterBroker
import Wire

/// What a run of a given time did, for programs.
struct Report {
    let values: Counts.Values
    let seconds: Double
    let before: JSON
    let after: JSON

    var json: JSON {
        let times = values.acceptMilliseconds.sorted()
        func at(_ share: Double) -> JSON {
            times.isEmpty
                ? .null : .number(String(times[min(times.count - 1, Int(Double(times.count) * share))]))
        }
        var refused = JSONObject()
        for (status, count) in values.refused.sorted(by: { $0.key < $1.key }) {
            refused[String(status)] = .number(String(count))
        }
        return [
            "seconds": .number(String(seconds)), "posted": .number(String(values.posted)),
            "accepted": .number(String(values.accepted)), "duplicates": .number(String(values.duplicates)),
            "refused": .object(refused), "failed": .number(String(values.failed)), "accept_p50_ms": at(0.5),
            "accept_p99_ms": at(0.99),
            "received": .number(String(values.received)), "pulled": .number(String(values.pulled)),
            "out_of_order": .number(String(values.outOfOrder)),
            "before": Self.sum(before), "after": Self.sum(after),
        ]
    }

    /// The broker's tallies of the day over all participants.
    private static func sum(_ answer: JSON) -> JSON {
        func sum(_ name: String) -> JSON {
            .number(String((answer["participants"]?.array ?? []).reduce(0) { $0 + ($1[name]?.integer ?? 0) }))
        }
        return [
            "accepted": sum("accepted"), "delivered": sum("delivered"), "pending": sum("pending"),
            "dead": sum("dead"), "latency_ms": sum("latency_ms"),
            "unrouted": .number(String(answer["unrouted"]?.integer ?? 0)),
        ]
    }
}
