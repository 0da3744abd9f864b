internal import Kernel
internal import Wire

/// `AWS::Lambda::EventSourceMapping`.
enum MappingResource {
    private static let names = [
        "FunctionName", "Enabled", "BatchSize", "FilterCriteria", "MaximumBatchingWindowInSeconds",
        "FunctionResponseTypes", "ScalingConfig", "DestinationConfig",
    ]

    static let type = ResourceType(
        "AWS::Lambda::EventSourceMapping",
        properties: Set(names + ["EventSourceArn", "StartingPosition", "Tags"]),
        required: ["FunctionName"], createOnly: ["EventSourceArn", "StartingPosition"],
        create: { request in
            let properties = ResourceProperties(request)
            let answer = try await request.call.invoke(
                "lambda:CreateEventSourceMapping",
                properties.input(names + ["EventSourceArn", "StartingPosition"], ["Tags": properties.tags]))
            return state(answer)
        },
        update: { request, old in
            let answer = try await request.call.invoke(
                "lambda:UpdateEventSourceMapping",
                ResourceProperties(request).input(names, ["UUID": .string(old.physicalID)]))
            return state(answer)
        },
        delete: { request, state in
            _ = try await request.call.invoke(
                "lambda:DeleteEventSourceMapping", ["UUID": .string(state.physicalID)])
        })

    private static func state(_ answer: JSON) -> ResourceState {
        let id = answer["UUID"] ?? ""
        return ResourceState(
            physicalID: id.string ?? "",
            attributes: ["Id": id, "EventSourceMappingArn": answer["EventSourceMappingArn"] ?? ""])
    }
}
