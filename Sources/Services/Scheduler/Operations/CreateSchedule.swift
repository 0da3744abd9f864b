internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    /// Makes a schedule. The same call again, with the same client token, answers as before.
    func createSchedule(_ input: CreateScheduleInput, _ call: Call) async throws -> CreateScheduleOutput {
        let timing = try ScheduleRules.check(input, zones, call)
        let name = input.name
        let draft = StoredSchedule(
            id: 0, group: 0, name: name, state: input.state ?? StoredSchedule.enabled,
            token: input.clientToken, createdAt: call.now, modifiedAt: call.now,
            definition: ScheduleDefinition(input))
        let groupName = input.groupName
        let arn = try await call.write { tx in
            let group = try Self.group(groupName, call, in: tx)
            guard !group.isDeleting else { throw Refusals.groupIsDeleting(group.name) }
            let arn = Self.arn(of: name, in: group.name, call.scope)
            if let old = try Schedules.named(name, group: group.id, in: tx) {
                guard let token = draft.token, token == old.token,
                    old.definition.text == draft.definition.text
                else { throw ConflictException("Schedule \(name) already exists.") }
                return arn
            }
            try ScheduleRules.requireTrust(
                draft.definition.target.roleArn, group: StoredGroup.arn(group.name, call.scope), call, in: tx)
            let new = draft.placed(in: group.id)
            let id = try Schedules.insert(new, call.scope, in: tx)
            try Self.arrange(new.stored(id: id), timing, call, in: tx)
            return arn
        }
        return CreateScheduleOutput(scheduleArn: arn.description)
    }
}
