internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    /// Schedules in the order of their names. A page may hold fewer than were asked for while there are more:
    /// a state is looked for among so many at a time.
    func listSchedules(_ input: ListSchedulesInput, _ call: Call) async throws -> ListSchedulesOutput {
        let (groupName, state) = (input.groupName, input.state)
        let prefix = input.namePrefix ?? ""
        let limit = input.maxResults ?? Self.pageSize
        let question = "schedules \(groupName ?? "") \(prefix) \(state ?? "")"
        let place = try Self.place(input.nextToken, for: question)
        let after = (name: place?.first ?? "", group: place.flatMap { Int64($0.last ?? "") } ?? 0)
        let scope = call.scope
        let (found, groups) = try await call.read { tx in
            var found: [StoredSchedule]
            if let groupName {
                let group = try Self.group(groupName, call, in: tx)
                found = try Schedules.listed(
                    group: group.id, prefix: prefix, after: after.name, limit: limit + 1, in: tx)
            } else {
                found = try Schedules.listed(
                    scope, prefix: prefix, after: after.name, group: after.group, limit: limit + 1, in: tx)
            }
            var groups: [Int64: String] = [:]
            for id in Set(found.map(\.group)) { groups[id] = try Groups.with(id: id, in: tx)?.name }
            return (found, groups)
        }
        let page = found.prefix(limit)
        let token = found.count > limit ? page.last : nil
        return ListSchedulesOutput(
            schedules: page.filter { state == nil || $0.state == state }.map { schedule in
                Self.summary(schedule, group: groups[schedule.group] ?? "", scope)
            },
            nextToken: token.map { PageToken.encode([$0.name, String($0.group)], for: question) })
    }

    private static func summary(
        _ schedule: StoredSchedule, group: String, _ scope: Scope
    ) -> ScheduleSummary {
        ScheduleSummary(
            arn: arn(of: schedule.name, in: group, scope).description,
            creationDate: schedule.createdAt.timestamp, groupName: group,
            lastModificationDate: schedule.modifiedAt.timestamp, name: schedule.name, state: schedule.state,
            target: TargetSummary(arn: schedule.definition.target.arn))
    }
}
