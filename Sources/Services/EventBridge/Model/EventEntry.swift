internal import EventBridgeInterface
internal import Kernel
internal import Wire

/// One entry of `PutEvents`, checked: the event it becomes, or why it is refused.
struct EventEntry: Sendable {
    enum Outcome: Sendable {
        case accepted(Event, bus: BusReference)
        case refused(code: String, message: String)
    }

    /// Bytes of all entries of a call.
    static let totalBytesMax = 1_048_576
    private static let timeBytes = 14

    /// The size of an entry as EventBridge counts it.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html>
    static func size(of entry: PutEventsRequestEntry) -> Int {
        (entry.time == nil ? 0 : timeBytes) + (entry.source?.utf8.count ?? 0)
            + (entry.detailType?.utf8.count ?? 0) + (entry.detail?.utf8.count ?? 0)
            + (entry.resources ?? []).reduce(0) { $0 + $1.utf8.count }
    }

    static func check(_ entry: PutEventsRequestEntry, _ call: Kernel.Call) throws -> Outcome {
        guard let source = entry.source, !source.isEmpty else { return missing("Source") }
        guard let detailType = entry.detailType, !detailType.isEmpty else { return missing("DetailType") }
        guard let text = entry.detail, !text.isEmpty else { return missing("Detail") }
        guard !isReserved(source, call.principal) else {
            return .refused(
                code: "NotAuthorizedForSourceException", message: "Not authorized for the source.")
        }
        guard let detail = object(text) else {
            return .refused(code: "MalformedDetail", message: "Detail is malformed.")
        }
        let flow = call.makeFlow()
        let envelope = Envelope(
            id: call.kernel.names.name(in: flow), detailType: detailType, source: source,
            account: call.account,
            time: entry.time.map { Instant($0) } ?? call.now, region: call.region,
            resources: entry.resources ?? [], detail: detail)
        let event = Event(
            id: envelope.id, bytes: envelope.bytes, time: envelope.told, ingestedAt: call.now,
            trace: call.trace, flow: flow,
            traceHeader: entry.traceHeader)
        return .accepted(event, bus: try BusReference(entry.eventBusName, call.scope))
    }

    private static func missing(_ parameter: String) -> Outcome {
        .refused(
            code: "InvalidArgument",
            message: "Parameter \(parameter) is not valid. Reason: \(parameter) is a required argument.")
    }

    /// Sources of AWS are for services alone.
    private static func isReserved(_ source: String, _ principal: Principal) -> Bool {
        if case .service = principal.kind { return false }
        return source == "aws" || source.hasPrefix("aws.")
    }

    static func object(_ text: String) -> JSON? {
        do {
            let detail = try JSON(parsing: text)
            guard case .object = detail else { return nil }
            return detail
        } catch {
            return nil
        }
    }
}
