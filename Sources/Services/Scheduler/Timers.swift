internal import Kernel
internal import SchedulerInterface
internal import Store

extension Scheduler {
    /// Begins the keys of groups that are being deleted; those of schedules are their ids.
    static let deletionPrefix = "group:"
    /// Schedules that go with one firing of a group's timer.
    private static let deletedMax = 100

    /// Does what was scheduled for now.
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        if timer.key.hasPrefix(Self.deletionPrefix) {
            try deletePart(timer, call, in: tx)
        } else if let id = Int64(timer.key) {
            try act(id, Timing.scheduled(timer), call, in: tx)
        }
    }

    /// Calls the target of a schedule and has the schedule wait for its next time, or ends it.
    private func act(
        _ id: Int64, _ scheduled: Instant, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let schedule = try Schedules.with(id: id, in: tx), schedule.isEnabled,
            let group = try Groups.with(id: schedule.group, in: tx)
        else { return }
        let execution = Execution(
            schedule: Self.arn(of: schedule.name, in: group.name, call.scope),
            group: StoredGroup.arn(group.name, call.scope),
            id: kernel.entropy.text(16, of: "0123456789abcdef"), scheduledAt: scheduled)
        try execution.send(schedule.definition, call, in: tx)
        let timing = try Timing(schedule.definition, zones)
        if let next = timing.next(after: scheduled, now: call.now) {
            try timing.plan(next, id, call, in: tx)
        } else if schedule.definition.isDeletedAfterCompletion {
            try Schedules.remove(id, in: tx)
        }
    }

    /// Deletes some schedules of a group, then the group.
    private func deletePart(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let id = Int64(timer.key.dropFirst(Self.deletionPrefix.count)),
            let group = try Groups.with(id: id, in: tx)
        else { return }
        let schedules = try Schedules.ids(group: id, limit: Self.deletedMax, in: tx)
        for schedule in schedules {
            try call.unschedule("scheduler", key: String(schedule), in: tx)
            try Schedules.remove(schedule, in: tx)
        }
        if schedules.count == Self.deletedMax {
            return try call.schedule("scheduler", at: call.now, key: timer.key, in: tx)
        }
        try Groups.remove(id, in: tx)
        try Tags.removeAll(of: StoredGroup.arn(group.name, call.scope), in: tx)
    }
}
