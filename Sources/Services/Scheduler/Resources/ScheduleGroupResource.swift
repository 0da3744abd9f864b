internal import Kernel
internal import Wire

/// `AWS::Scheduler::ScheduleGroup`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html>
enum ScheduleGroupResource {
    static let type = ResourceType(
        "AWS::Scheduler::ScheduleGroup", properties: ["Name", "Tags"], createOnly: ["Name"],
        attributes: ["Arn", "CreationDate", "LastModificationDate", "State"],
        find: { request in
            do {
                return try await state(request)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            try await request.invoke(
                "scheduler:CreateScheduleGroup",
                [
                    "Name": .string(name(request)), "Tags": request.tagList,
                    "ClientToken": .string(request.token),
                ])
            return try await state(request)
        },
        update: { request, _ in
            let state = try await state(request)
            try await request.updateTags(
                ["ResourceArn": state.attributes["Arn"] ?? ""],
                TagOperations("scheduler:TagResource", "scheduler:UntagResource"))
            return state
        },
        delete: { request, _ in
            do {
                try await request.invoke("scheduler:DeleteScheduleGroup", ["Name": .string(name(request))])
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // A group that is gone is deleted.
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.string("Name") ?? String(request.generatedName.suffix(64))
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let name = name(request)
        let found = try await request.invoke("scheduler:GetScheduleGroup", ["Name": .string(name)])
        var attributes: [String: JSON] = [:]
        for attribute in ["Arn", "State"] { attributes[attribute] = found[attribute] }
        for attribute in ["CreationDate", "LastModificationDate"] {
            guard let seconds = found[attribute]?.double else { continue }
            let time = Timestamp(milliseconds: Int(seconds * 1000))
            attributes[attribute] = .string(time.text(.iso8601))
        }
        return ResourceState(physicalID: name, attributes: attributes)
    }
}
