internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    /// Makes a group. The same call again, with the same client token, answers as before.
    func createScheduleGroup(
        _ input: CreateScheduleGroupInput, _ call: Call
    ) async throws -> CreateScheduleGroupOutput {
        let tags = try TagRules.checked(input.tags ?? [])
        let (name, token) = (input.name, input.clientToken)
        let arn = StoredGroup.arn(name, call.scope)
        try await call.write { tx in
            let isStandard = name == StoredGroup.standard
            if let old = try Groups.named(name, call.scope, in: tx) {
                guard let token, token == old.token, !old.isDeleting else { throw Self.exists(name) }
                return
            }
            guard !isStandard else { throw Self.exists(name) }
            guard
                try Groups.count(upTo: StoredGroup.groupsMax, call.scope, in: tx) < StoredGroup.groupsMax
            else {
                throw ServiceQuotaExceededException(
                    "The number of schedule groups exceeds the limit of \(StoredGroup.groupsMax).")
            }
            try Groups.insert(name, token: token, at: call.now, call.scope, in: tx)
            try Tags.set(tags, on: arn, in: tx)
        }
        return CreateScheduleGroupOutput(scheduleGroupArn: arn.description)
    }

    private static func exists(_ name: String) -> ConflictException {
        ConflictException("Schedule group \(name) already exists.")
    }
}
