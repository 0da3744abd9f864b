internal import Kernel
internal import Store
internal import Wire

extension Scheduler {
    /// A schedule is named by its group, `default` where there is none, and its name.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        let group = resources.first { $0.kind == "group" }?.value
        if action.name == "ListSchedules" {
            return [call.scope.arn("scheduler", "schedule/\(group ?? "*")/*")]
        }
        if let name = resources.first(where: { $0.kind == "schedule" })?.value {
            return [Self.arn(of: name, in: group ?? StoredGroup.standard, call.scope)]
        }
        if let group { return [StoredGroup.arn(group, call.scope)] }
        return resources.compactMap { ARN($0.value) }
    }

    static func arn(of schedule: String, in group: String, _ scope: Scope) -> ARN {
        scope.arn("scheduler", "schedule/\(group)/\(schedule)")
    }

    static var resourceTypes: [ResourceType] { [ScheduleResource.type, ScheduleGroupResource.type] }
}
