internal import CloudWatchLogsInterface
internal import Compression
internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// Records on their way into a bucket: they wait for one another, and then become an object.
///
/// Which lines become which object is fixed in a transaction of its own, as a delivery that asks this service
/// to write it: an object that is written again after a crash is the same, and its lines go when it is there.
enum ObjectWriting {
    static let keyPrefix = "vended:"
    private static let clearingPrefix = "unvended:"
    /// How long the first record of an object waits for others.
    static let interval: Duration = .seconds(300)
    /// Records of an object.
    static let linesMax = 10_000
    /// Bytes of the records of an object.
    static let bytesMax = 4_194_304
    /// Records that wait for a bucket that does not take them; those that come then are dropped and counted.
    static let waitingMax = 100_000

    static func add(
        _ line: String, to delivery: StoredDelivery, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let isFirst = try VendedDeliveries.with(id: delivery.id, in: tx)?.waiting == 0
        try WaitingLines.insert(line, of: delivery.id, in: tx)
        try VendedDeliveries.count(waiting: 1, of: delivery.id, in: tx)
        guard isFirst else { return }
        try call.schedule("logs", at: call.now + interval, key: "\(keyPrefix)\(delivery.id)", in: tx)
    }

    /// Removes what waits for a delivery that is gone.
    static func clear(_ delivery: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.unschedule("logs", key: "\(keyPrefix)\(delivery)", in: tx)
        try call.schedule("logs", at: call.now, key: "\(clearingPrefix)\(delivery)", in: tx)
    }

    /// Answers whether the timer was one of these.
    static func fire(_ timer: Timer, _ call: Kernel.Call, in tx: borrowing Transaction) throws -> Bool {
        if timer.key.hasPrefix(clearingPrefix), let id = Int64(timer.key.dropFirst(clearingPrefix.count)) {
            let piece = Retention.pieceSize
            if try WaitingLines.remove(through: .max, of: id, limit: piece, in: tx) == piece {
                try call.schedule("logs", at: call.now, key: timer.key, in: tx)
            }
            return true
        }
        guard timer.key.hasPrefix(keyPrefix), let id = Int64(timer.key.dropFirst(keyPrefix.count)) else {
            return false
        }
        try begin(id, call, in: tx)
        return true
    }

    /// Decides on the next object of a delivery.
    private static func begin(_ id: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard let stored = try VendedDeliveries.with(id: id, in: tx),
            let source = try DeliverySources.find(stored.sourceName, call.scope, in: tx),
            let destination = try DeliveryDestinations.with(id: stored.destination, in: tx),
            let resource = ARN(source.resource), let log = VendedLog.of(resource),
            let last = try WaitingLines.end(of: id, countMax: linesMax, bytesMax: bytesMax, in: tx)
        else { return }
        let key = ObjectPath.key(
            of: stored, log, to: destination, from: resource, through: last, at: call.now)
        let object: JSON = [
            "delivery": .number(String(id)), "through": .number(String(last)),
            "bucket": .string(destination.bucket.name), "key": .string(key),
            "source": .string(StoredSource.arn(source.name, call.scope).description),
        ]
        let arn = StoredDelivery.arn(stored.name, call.scope).description
        var delivery = Delivery(
            id: call.makeID(), target: arn, action: CloudWatchLogs.vendedAction, payload: object.utf8,
            source: arn, trace: call.trace)
        delivery.isAsked = true
        delivery.caller = Principal(kind: .service(name: "apus"), account: call.account)
        delivery.feedback = object
        try call.send(delivery, in: tx)
    }

    /// Writes the object that a delivery tells of.
    static func write(_ delivery: Delivery, _ call: Kernel.Call) async throws {
        let object = try JSON(parsing: delivery.payload)
        guard let id = object["delivery"]?.integer, let last = object["through"]?.integer else { return }
        let lines = try await call.read { tx in
            try WaitingLines.through(Int64(last), of: Int64(id), in: tx)
        }
        // The delivery was deleted.
        guard !lines.isEmpty else { return }
        let bytes = try Deflater.gzip(Array((lines.joined(separator: "\n") + "\n").utf8))
        let writer = Kernel.Call(
            kernel: call.kernel, scope: call.scope,
            principal: Principal(kind: .service(name: StoredDelivery.principal), account: call.account),
            operation: "logs.deliver", now: call.now, trace: delivery.trace,
            source: object["source"]?.string, depth: call.depth)
        do {
            _ = try await writer.invoke(
                "s3:PutObject",
                [
                    "Bucket": object["bucket"] ?? "", "Key": object["key"] ?? "",
                    "Body": .string(Base64.encoded(bytes)), "ACL": "bucket-owner-full-control",
                ])
        } catch let failure as any Failure where failure.status < 500 {
            // Policies and buckets may be put right within a day.
            throw DeliveryFailure.transient(code: failure.code, message: failure.message)
        }
    }

    /// Forgets the lines of an object that was written, or that could not be for a day, and arranges the
    /// next one.
    static func settle(
        _ delivery: Delivery, _ ending: DeliveryEnding, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard let id = delivery.feedback?["delivery"]?.integer.map({ Int64($0) }),
            let last = delivery.feedback?["through"]?.integer
        else { return }
        if let failure = ending.failure {
            call.kernel.log.warning("logs: \(delivery.target) lost records: \(failure.message)")
            call.kernel.metrics.count("logs_vended_dropped_total", service: "logs")
        }
        let count = try WaitingLines.remove(through: Int64(last), of: id, in: tx)
        try VendedDeliveries.count(waiting: -count, of: id, in: tx)
        guard let left = try VendedDeliveries.with(id: id, in: tx)?.waiting, left > 0 else { return }
        let next = left >= linesMax ? call.now : call.now + interval
        try call.schedule("logs", at: next, key: "\(keyPrefix)\(id)", in: tx)
    }
}
