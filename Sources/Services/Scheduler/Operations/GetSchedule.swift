internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    func getSchedule(_ input: GetScheduleInput, _ call: Call) async throws -> GetScheduleOutput {
        let (groupName, name) = (input.groupName, input.name)
        let (group, schedule) = try await call.read { tx in
            let group = try Self.group(groupName, call, in: tx)
            return (group, try Self.schedule(name, in: group, tx: tx))
        }
        let settings = schedule.definition.settings
        return GetScheduleOutput(
            actionAfterCompletion: schedule.definition.action,
            arn: Self.arn(of: name, in: group.name, call.scope).description,
            creationDate: schedule.createdAt.timestamp, description: settings.description,
            endDate: settings.endDate, flexibleTimeWindow: settings.flexibleTimeWindow,
            groupName: group.name, lastModificationDate: schedule.modifiedAt.timestamp, name: name,
            scheduleExpression: settings.scheduleExpression,
            scheduleExpressionTimezone: schedule.definition.zone, startDate: settings.startDate,
            state: schedule.state, target: settings.target)
    }
}
