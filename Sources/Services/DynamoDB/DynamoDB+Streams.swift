internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// What of an item a request wants streamed; nil for no stream.
    static func view(
        _ specification: StreamSpecification?
    ) throws(ValidationException) -> ChangeStream.View? {
        guard let specification else { return nil }
        guard specification.streamEnabled else {
            guard specification.streamViewType == nil else {
                throw .invalid("StreamViewType cannot be specified when StreamEnabled is false")
            }
            return nil
        }
        guard let view = specification.streamViewType.flatMap(ChangeStream.View.init(rawValue:)) else {
            throw .invalid("StreamViewType is required when StreamEnabled is true")
        }
        return view
    }

    /// Opens a stream for the changes of a table from now on, and tells of it in the description.
    func openStream(
        _ view: ChangeStream.View, on table: Int64, _ description: inout TableDescription, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        let name = description.tableName ?? ""
        // Labels are moments: the next free one.
        var moment = call.now
        while try ChangeStreams.find(name, Self.label(moment), call.scope, in: tx) != nil {
            moment = moment + .milliseconds(1)
        }
        let label = Self.label(moment)
        let schema = String(
            decoding: TableDescription(keySchema: description.keySchema).json(), as: UTF8.self)
        let id = try ChangeStreams.insert(
            table: table, name, call.scope, label: label, view: view, keySchema: schema, at: call.now, in: tx)
        try Duty.trim(stream: id).schedule(at: call.now + ChangeStream.retention, call, in: tx)
        description.streamSpecification = StreamSpecification(
            streamEnabled: true, streamViewType: view.rawValue)
        description.latestStreamLabel = label
        description.latestStreamArn =
            call.scope.arn(Self.name, "table/\(name)/stream/\(label)").description
    }

    private static func label(_ moment: Instant) -> String {
        String(moment.timestamp.text(.iso8601, alwaysMilliseconds: true).dropLast())
    }

    /// Ends a stream; it can be read for another day.
    func close(_ stream: ChangeStream, _ call: Call, in tx: borrowing Transaction) throws {
        try ChangeStreams.close(stream.id, at: call.now, in: tx)
        let (news, scope) = (kernel.news, call.scope)
        tx.afterCommit { news.wake(stream.arn(in: scope)) }
    }

    /// Removes records, and at last the stream, that are older than is kept. Answers whether all that is
    /// due was done.
    func trim(_ id: Int64, _ call: Call, in tx: borrowing Transaction) throws -> Bool {
        guard let stream = try ChangeStreams.find(id, in: tx) else { return true }
        let oldest = call.now - ChangeStream.retention
        let removed = try ChangeRecords.removeSome(id, before: oldest, limit: Duty.pieceCount, in: tx)
        if let last = removed.last { try ChangeStreams.setTrimmed(id, to: last, in: tx) }
        guard removed.count < Duty.pieceCount else { return false }
        let first = try ChangeRecords.oldest(id, in: tx)
        if first == nil, let closed = stream.closedAt, closed <= oldest {
            try ChangeStreams.remove(id, in: tx)
            return true
        }
        let next = (first ?? call.now) + ChangeStream.retention + .milliseconds(1)
        try Duty.trim(stream: id).schedule(at: next, call, in: tx)
        return true
    }
}
