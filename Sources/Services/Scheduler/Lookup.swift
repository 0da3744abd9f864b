internal import Kernel
internal import SchedulerInterface
internal import Store

/// Finding what requests name, with AWS's words for what is not there.
extension Scheduler {
    /// Entries of one page of any listing.
    static let pageSize = 100

    /// A group. The default one is there without having been made: a transaction that may write stores it.
    static func group(
        _ name: String?, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredGroup {
        let name = name ?? StoredGroup.standard
        if let found = try Groups.named(name, call.scope, in: tx) { return found }
        guard name == StoredGroup.standard else { throw Refusals.noGroup(name) }
        guard !tx.isReadOnly else {
            return StoredGroup(
                id: 0, name: name, isDeleting: false, token: nil, createdAt: call.now, modifiedAt: call.now)
        }
        try Groups.insert(name, token: nil, at: call.now, call.scope, in: tx)
        return try group(name, call, in: tx)
    }

    static func schedule(
        _ name: String, in group: StoredGroup, tx: borrowing Transaction
    ) throws -> StoredSchedule {
        guard let found = try Schedules.named(name, group: group.id, in: tx) else {
            throw Refusals.noSchedule(name)
        }
        return found
    }

    /// Stores the default group of the caller, so that it has a time of creation to tell.
    func requireStandardGroup(_ call: Call) async throws {
        let scope = call.scope
        let isThere = try await call.read { tx in
            try Groups.named(StoredGroup.standard, scope, in: tx) != nil
        }
        guard !isThere else { return }
        try await call.write { tx in _ = try Self.group(nil, call, in: tx) }
    }

    /// Has a schedule wait for its next time from now, or for none when it is not to act.
    static func arrange(
        _ schedule: StoredSchedule, _ timing: Timing, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard schedule.isEnabled, let first = timing.first(at: call.now) else {
            return try call.unschedule("scheduler", key: String(schedule.id), in: tx)
        }
        try timing.plan(first, schedule.id, call, in: tx)
    }

    /// The place that a token names.
    static func place(_ token: String?, for question: String) throws -> [String]? {
        guard let token else { return nil }
        guard let place = PageToken.decode(token, for: question) else {
            throw Refusals.invalid("Invalid NextToken provided.")
        }
        return place
    }
}
