internal import Kernel
internal import Wire

/// `AWS::Scheduler::Schedule`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html>
enum ScheduleResource {
    private static let settings = [
        "Description", "EndDate", "FlexibleTimeWindow", "ScheduleExpression", "ScheduleExpressionTimezone",
        "StartDate", "State", "Target",
    ]

    static let type = ResourceType(
        "AWS::Scheduler::Schedule", properties: Set(settings + ["GroupName", "Name"]),
        required: ["FlexibleTimeWindow", "ScheduleExpression", "Target"], createOnly: ["GroupName", "Name"],
        attributes: ["Arn"],
        find: { request in
            do {
                let found = try await request.invoke("scheduler:GetSchedule", naming(request))
                return state(found["Arn"]?.string ?? "", request)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            var input = try input(request)
            input["ClientToken"] = .string(request.token)
            let answer = try await request.invoke("scheduler:CreateSchedule", .object(input))
            return state(answer["ScheduleArn"]?.string ?? "", request)
        },
        update: { request, _ in
            let answer = try await request.invoke("scheduler:UpdateSchedule", .object(try input(request)))
            return state(answer["ScheduleArn"]?.string ?? "", request)
        },
        delete: { request, _ in
            do {
                try await request.invoke("scheduler:DeleteSchedule", naming(request))
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // A schedule that is gone, perhaps with its group, is deleted.
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.string("Name") ?? String(request.generatedName.suffix(64))
    }

    private static func state(_ arn: String, _ request: ResourceRequest) -> ResourceState {
        ResourceState(physicalID: name(request), attributes: ["Arn": .string(arn)])
    }

    private static func naming(_ request: ResourceRequest) -> JSON {
        var input: JSONObject = ["Name": .string(name(request))]
        input["GroupName"] = request.properties["GroupName"]
        return .object(input)
    }

    /// Templates write dates in ISO 8601, operations take seconds.
    private static func input(_ request: ResourceRequest) throws -> JSONObject {
        var input = naming(request).object ?? JSONObject()
        for setting in settings { input[setting] = request.properties[setting] }
        for date in ["StartDate", "EndDate"] {
            guard let text = input[date]?.string else { continue }
            guard let time = Timestamp(parsing: text, .iso8601) else {
                throw Refusals.invalid("\(date) is not a date and time in ISO 8601: \(text)")
            }
            input[date] = .number(String(Double(time.milliseconds) / 1000))
        }
        return input
    }
}
