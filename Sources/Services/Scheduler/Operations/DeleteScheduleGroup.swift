internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    /// Deletes a group with its schedules, step by step behind this call. A schedule whose time comes
    /// meanwhile still acts.
    func deleteScheduleGroup(
        _ input: DeleteScheduleGroupInput, _ call: Call
    ) async throws -> DeleteScheduleGroupOutput {
        let (name, token) = (input.name, input.clientToken)
        guard name != StoredGroup.standard else {
            throw Refusals.invalid("The default schedule group cannot be deleted.")
        }
        try await call.write { tx in
            let (now, scope) = (call.now, call.scope)
            let resource = "schedule-group/\(name)"
            guard let group = try Groups.named(name, scope, in: tx) else {
                if try Deletions.happened(resource, token: token, at: now, scope, in: tx) { return }
                throw Refusals.noGroup(name)
            }
            try Deletions.note(resource, token: token, at: now, scope, in: tx)
            guard !group.isDeleting else { return }
            try Groups.beginDeletion(group.id, at: now, in: tx)
            try call.schedule("scheduler", at: now, key: "\(Self.deletionPrefix)\(group.id)", in: tx)
        }
        return DeleteScheduleGroupOutput()
    }
}
