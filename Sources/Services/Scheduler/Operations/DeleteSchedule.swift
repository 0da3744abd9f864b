internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    /// Deletes a schedule. The same call again, with the same client token, succeeds again.
    func deleteSchedule(_ input: DeleteScheduleInput, _ call: Call) async throws -> DeleteScheduleOutput {
        let (groupName, name, token) = (input.groupName, input.name, input.clientToken)
        try await call.write { tx in
            let resource = "schedule/\(groupName ?? StoredGroup.standard)/\(name)"
            let (now, scope) = (call.now, call.scope)
            if try Deletions.happened(resource, token: token, at: now, scope, in: tx) { return }
            let group = try Self.group(groupName, call, in: tx)
            let schedule = try Self.schedule(name, in: group, tx: tx)
            try call.unschedule("scheduler", key: String(schedule.id), in: tx)
            try Schedules.remove(schedule.id, in: tx)
            try Deletions.note(resource, token: token, at: now, scope, in: tx)
        }
        return DeleteScheduleOutput()
    }
}
