internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> TagResourceOutput {
        let tags = try TagRules.checked(input.tags)
        let text = input.resourceArn
        try await call.write { tx in
            let arn = try Self.taggedGroup(text, call, in: tx)
            let merged = try Tags.of(arn, in: tx).merging(tags) { _, new in new }
            guard merged.count <= TagRules.tagsMax else { throw TagRules.tooMany }
            try Tags.set(tags, on: arn, in: tx)
        }
        return TagResourceOutput()
    }

    /// Groups have tags, schedules none.
    static func taggedGroup(_ text: String, _ call: Call, in tx: borrowing Transaction) throws -> ARN {
        guard let arn = ARN(text), arn.service == "scheduler", arn.resource.hasPrefix("schedule-group/")
        else {
            throw Refusals.invalid("\(text) is not the ARN of a schedule group.")
        }
        let name = String(arn.resource.dropFirst("schedule-group/".count))
        guard arn.account == call.account, arn.region == call.region else { throw Refusals.noGroup(name) }
        _ = try group(name, call, in: tx)
        return arn
    }
}
