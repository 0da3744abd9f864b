internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    func listScheduleGroups(
        _ input: ListScheduleGroupsInput, _ call: Call
    ) async throws -> ListScheduleGroupsOutput {
        try await requireStandardGroup(call)
        let prefix = input.namePrefix ?? ""
        let limit = input.maxResults ?? Self.pageSize
        let question = "groups \(prefix)"
        let place = try Self.place(input.nextToken, for: question)?.first ?? ""
        let scope = call.scope
        let found = try await call.read { tx in
            try Groups.listed(prefix: prefix, after: place, limit: limit + 1, scope, in: tx)
        }
        let page = found.prefix(limit)
        let token = found.count > limit ? page.last : nil
        return ListScheduleGroupsOutput(
            scheduleGroups: page.map { $0.summary(scope) },
            nextToken: token.map { PageToken.encode([$0.name], for: question) })
    }
}
