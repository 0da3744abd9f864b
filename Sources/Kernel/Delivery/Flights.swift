/// What is under way to the outside, and how many deliveries each endpoint may have under way.
///
/// An endpoint of which nothing good is known, or the last attempt at which failed, gets few at once, so that
/// a hundred that hang leave room for those that answer. It lives in memory and is bounded: what waits is
/// known to the outbox alone.
struct Flights {
    /// Deliveries to the outside under way at once. With those of callers their connections must fit into
    /// 1,024 open files, a usual limit.
    static let countMax = 512
    /// Bytes of payloads under way at once.
    static let bytesMax = 64 << 20
    /// Deliveries to an endpoint until it has answered well.
    static let widthMin = 4
    /// Deliveries to an endpoint whose last attempt succeeded.
    static let widthMax = 32
    /// Endpoints that are remembered to answer well; others begin anew.
    static let widthsMax = 4096
    /// Rows that are looked through at once.
    static let sweepMax = 256

    private struct Flight {
        let lane: String?
        let size: Int
    }

    private var flights: [Int64: Flight] = [:]
    private var counts: [String: Int] = [:]
    private var bytes = 0
    private var widths: [String: Int] = [:]

    var count: Int { flights.count }
    var hasRoom: Bool { count < Self.countMax && bytes < Self.bytesMax }

    func width(of lane: String?) -> Int { lane.flatMap { widths[$0] } ?? Self.widthMin }

    mutating func begin(_ row: Int64, in lane: String?, size: Int) {
        flights[row] = Flight(lane: lane, size: size)
        bytes += size
        if let lane { counts[lane, default: 0] += 1 }
    }

    mutating func end(_ row: Int64) {
        guard let flight = flights.removeValue(forKey: row) else { return }
        bytes -= flight.size
        guard let lane = flight.lane else { return }
        let left = (counts[lane] ?? 1) - 1
        counts[lane] = left > 0 ? left : nil
    }

    /// Learns what came of an attempt.
    mutating func note(success: Bool, of delivery: Delivery, in lane: String?) {
        guard let lane, Outbox.isEndpoint(lane) else { return }
        guard success else { return widths[lane] = nil }
        if widths[lane] == nil, widths.count >= Self.widthsMax {
            widths = widths.filter { counts[$0.key] != nil }
            if widths.count >= Self.widthsMax { widths = [:] }
        }
        // What leaves once a second need not stand in the way of others for half a minute.
        widths[lane] = min(Self.widthMax, max(Self.widthMin, delivery.pace?.perSecond ?? Self.widthMax))
    }

    /// Chooses among rows that are due, oldest first: those that may leave, and those whose endpoint has as
    /// many under way as it may.
    func choose(among heads: [OutboxHead]) -> (leaving: [OutboxHead], crowded: [OutboxHead]) {
        var planned = self
        var leaving: [OutboxHead] = []
        var crowded: [OutboxHead] = []
        for head in heads where flights[head.id] == nil {
            if let lane = head.lane, Outbox.isEndpoint(lane),
                planned.counts[lane, default: 0] >= width(of: lane)
            {
                crowded.append(head)
            } else if planned.hasRoom {
                planned.begin(head.id, in: head.lane, size: head.size)
                leaving.append(head)
            }
        }
        return (leaving, crowded)
    }
}
