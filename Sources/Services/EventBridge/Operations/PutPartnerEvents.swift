internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Takes a partner's events in for every account that has a bus for their source: what is acknowledged is
    /// stored for these buses.
    ///
    /// An event of a source that no bus takes is accepted and lost, as on AWS.
    func putPartnerEvents(
        _ input: PutPartnerEventsInput, _ call: Call
    ) async throws -> PutPartnerEventsOutput {
        let sizes = input.entries.map {
            ($0.time == nil ? 0 : 14) + ($0.source?.utf8.count ?? 0) + ($0.detailType?.utf8.count ?? 0)
                + ($0.detail?.utf8.count ?? 0) + ($0.resources ?? []).reduce(0) { $0 + $1.utf8.count }
        }
        guard sizes.reduce(0, +) <= EventEntry.totalBytesMax else {
            throw ValidationException("Total size of the entries in the request is over the limit.")
        }
        let entries = input.entries
        let signal = fanOutSignal
        let results = try await call.write { tx in
            let results = try entries.map { try Self.take(partner: $0, call, in: tx) }
            tx.afterCommit { signal.fire() }
            return results
        }
        let failures = results.count { $0.errorCode != nil }
        kernel.metrics.count("events_ingested_total", service: "events", by: results.count - failures)
        return PutPartnerEventsOutput(failedEntryCount: failures, entries: results)
    }

    private static func take(
        partner entry: PutPartnerEventsRequestEntry, _ call: Call, in tx: borrowing Transaction
    ) throws -> PutPartnerEventsResultEntry {
        func refused(_ code: String, _ message: String) -> PutPartnerEventsResultEntry {
            PutPartnerEventsResultEntry(errorCode: code, errorMessage: message)
        }
        for (name, value) in [
            ("Source", entry.source), ("DetailType", entry.detailType), ("Detail", entry.detail),
        ] where value?.isEmpty ?? true {
            return refused(
                "InvalidArgument", "Parameter \(name) is not valid. Reason: \(name) is a required argument.")
        }
        let name = entry.source ?? ""
        guard let detail = EventEntry.object(entry.detail ?? "") else {
            return refused("MalformedDetail", "Detail is malformed.")
        }
        let flow = call.makeFlow()
        let id = call.kernel.names.name(in: flow)
        var place = ""
        var isOffered = false
        while true {
            let page = try PartnerSources.offers(
                of: name, by: call.scope, after: place, limit: pageSize, in: tx)
            isOffered = isOffered || !page.isEmpty
            for source in page where source.state == .active {
                let envelope = Envelope(
                    id: id, detailType: entry.detailType ?? "", source: name, account: source.account,
                    time: entry.time.map { Instant($0) } ?? call.now, region: source.region,
                    resources: entry.resources ?? [], detail: detail)
                let event = Event(
                    id: id, bytes: envelope.bytes, time: envelope.told, ingestedAt: call.now,
                    trace: call.trace, flow: flow)
                _ = try PendingEvents.insert(event, bus: source.bus.description, isFresh: true, in: tx)
            }
            guard page.count == pageSize, let last = page.last else { break }
            place = last.account
        }
        guard isOffered else {
            return refused("NotAuthorizedForSourceException", "Not authorized for the source.")
        }
        return PutPartnerEventsResultEntry(eventId: id)
    }
}
