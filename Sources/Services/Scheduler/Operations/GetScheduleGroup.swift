internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    func getScheduleGroup(
        _ input: GetScheduleGroupInput, _ call: Call
    ) async throws -> GetScheduleGroupOutput {
        let name = input.name
        if name == StoredGroup.standard { try await requireStandardGroup(call) }
        let group = try await call.read { tx in try Self.group(name, call, in: tx) }
        let summary = group.summary(call.scope)
        return GetScheduleGroupOutput(
            arn: summary.arn, creationDate: summary.creationDate,
            lastModificationDate: summary.lastModificationDate, name: summary.name, state: summary.state)
    }
}
