internal import CloudWatchLogsInterface
internal import Kernel
internal import Store
internal import Wire

/// What services say about their resources, on its way to where deliveries lead.
///
/// A service sends records to the delivery sources of its account, whoever they are, in the name of the
/// resource: lines, each the type of the log, a space and the record as JSON.
extension CloudWatchLogs {
    static let vendedAction = "logs:DeliverVendedLogs"

    /// Where the records of one type go.
    private struct Sink {
        let delivery: StoredDelivery
        let format: RecordFormat
        /// Nil for a bucket.
        let place: (group: Group, stream: Stream)?
    }

    func take(vended delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard let resource = ARN(delivery.source), let log = VendedLog.of(resource) else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "\(delivery.source) has no logs to deliver.")
        }
        let sources = try DeliverySources.of(delivery.source, call.scope, in: tx)
        guard !sources.isEmpty else { return }
        guard let text = String(validating: delivery.payload, as: UTF8.self) else {
            throw DeliveryFailure.permanent(code: "INVALID_PARAMETER", message: "The records are not UTF-8.")
        }
        var sinks: [String: [Sink]] = [:]
        for source in sources {
            sinks[source.logType] = try VendedDeliveries.of(source: source.id, in: tx).compactMap {
                try sink(of: $0, from: source, log, call, in: tx)
            }
        }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            for sink in sinks[String(parts[0])] ?? [] {
                try write(try sink.format.line(String(parts[1]), of: log), to: sink, call, in: tx)
            }
        }
    }

    /// Nil for a delivery that leads nowhere now, or that may not write there.
    private func sink(
        of delivery: StoredDelivery, from source: StoredSource, _ log: VendedLog, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> Sink? {
        guard let destination = try DeliveryDestinations.with(id: delivery.destination, in: tx) else {
            return nil
        }
        let format = RecordFormat(delivery, to: destination)
        guard destination.kind == .group else {
            guard delivery.waiting < ObjectWriting.waitingMax else { return Self.dropped(call) }
            return Sink(delivery: delivery, format: format, place: nil)
        }
        let name = Group.name(in: destination.resource)
        guard let group = try Groups.find(name, call.scope, in: tx) else { return Self.dropped(call) }
        var probe = Delivery(
            id: call.makeID(), target: "\(Group.arn(name, call.scope)):log-stream:\(log.stream)",
            action: "logs:PutLogEvents", payload: [],
            source: StoredSource.arn(source.name, call.scope).description, trace: call.trace)
        probe.caller = Principal(kind: .service(name: StoredDelivery.principal), account: call.account)
        do {
            try call.permitDelivery(probe, in: tx)
        } catch is DeliveryFailure {
            return Self.dropped(call)
        }
        if try !Streams.exists(log.stream, in: group, tx) {
            try Streams.insert(log.stream, into: group, at: call.now, in: tx)
        }
        return Sink(
            delivery: delivery, format: format, place: (group, try Streams.named(log.stream, in: group, tx)))
    }

    private static func dropped(_ call: Call) -> Sink? {
        call.kernel.metrics.count("logs_vended_dropped_total", service: "logs")
        return nil
    }

    private func write(
        _ line: String, to sink: Sink, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let (group, stream) = sink.place else {
            return try ObjectWriting.add(line, to: sink.delivery, call, in: tx)
        }
        try Events.insert(line, at: call.now, into: stream, of: group, ingestedAt: call.now, in: tx)
        try Streams.note(first: call.now, last: call.now, at: call.now, stream, in: tx)
        try Groups.addBytes(line.utf8.count, to: group.id, in: tx)
    }
}
