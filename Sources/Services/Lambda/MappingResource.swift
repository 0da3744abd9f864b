internal import Kernel
internal import Wire

/// `AWS::Lambda::EventSourceMapping`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html>
enum MappingResource {
    /// What settings are when a template leaves them out.
    private static let defaults: JSONObject = [
        "Enabled": true, "BatchSize": 10, "FilterCriteria": [:], "MaximumBatchingWindowInSeconds": 0,
        "FunctionResponseTypes": [], "ScalingConfig": [:],
    ]
    private static let names = [
        "FunctionName", "Enabled", "BatchSize", "FilterCriteria", "MaximumBatchingWindowInSeconds",
        "FunctionResponseTypes", "ScalingConfig", "DestinationConfig", "MaximumRetryAttempts",
        "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError", "ParallelizationFactor",
        "TumblingWindowInSeconds",
    ]

    static let type = ResourceType(
        "AWS::Lambda::EventSourceMapping",
        properties: Set(names + ["EventSourceArn", "StartingPosition", "Tags"]),
        required: ["FunctionName"], createOnly: ["EventSourceArn", "StartingPosition"],
        attributes: ["Id", "EventSourceMappingArn"],
        find: { request in
            let found = try await ResourceProperties(request).find(
                "lambda:ListEventSourceMappings", ["FunctionName", "EventSourceArn"])
            return found?["EventSourceMappings"]?.array?.first.map(state)
        },
        create: { request in
            let properties = ResourceProperties(request)
            let answer = try await request.invoke(
                "lambda:CreateEventSourceMapping",
                properties.input(names + ["EventSourceArn", "StartingPosition"], ["Tags": request.tagMap]))
            return state(answer)
        },
        update: { request, old in
            let properties = ResourceProperties(request)
            var input = defaults
            input["UUID"] = .string(old.physicalID)
            for name in names { input[name] = properties[name] ?? input[name] }
            let answer = try await request.invoke("lambda:UpdateEventSourceMapping", .object(input))
            try await properties.setTags(on: answer["EventSourceMappingArn"] ?? "")
            return state(answer)
        },
        delete: { request, state in
            _ = try await request.invoke(
                "lambda:DeleteEventSourceMapping", ["UUID": .string(state.physicalID)])
        })

    private static func state(_ answer: JSON) -> ResourceState {
        let id = answer["UUID"] ?? ""
        return ResourceState(
            physicalID: id.string ?? "",
            attributes: ["Id": id, "EventSourceMappingArn": answer["EventSourceMappingArn"] ?? ""])
    }
}
