internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    /// Replaces all that a schedule says; what the call leaves out takes its standard value.
    func updateSchedule(_ input: UpdateScheduleInput, _ call: Call) async throws -> UpdateScheduleOutput {
        let wanted = CreateScheduleInput(
            flexibleTimeWindow: input.flexibleTimeWindow, name: input.name,
            scheduleExpression: input.scheduleExpression, target: input.target,
            actionAfterCompletion: input.actionAfterCompletion, description: input.description,
            endDate: input.endDate, kmsKeyArn: input.kmsKeyArn,
            scheduleExpressionTimezone: input.scheduleExpressionTimezone, startDate: input.startDate)
        let timing = try ScheduleRules.check(wanted, zones, call)
        let definition = ScheduleDefinition(wanted)
        let (groupName, name) = (input.groupName, input.name)
        let state = input.state ?? StoredSchedule.enabled
        let arn = try await call.write { tx in
            let group = try Self.group(groupName, call, in: tx)
            var schedule = try Self.schedule(name, in: group, tx: tx)
            guard !group.isDeleting else { throw Refusals.groupIsDeleting(group.name) }
            try ScheduleRules.requireTrust(
                definition.target.roleArn, group: StoredGroup.arn(group.name, call.scope), call, in: tx)
            schedule.definition = definition
            schedule.state = state
            schedule.modifiedAt = call.now
            try Schedules.update(schedule, in: tx)
            try Self.arrange(schedule, timing, call, in: tx)
            return Self.arn(of: name, in: group.name, call.scope)
        }
        return UpdateScheduleOutput(scheduleArn: arn.description)
    }
}
