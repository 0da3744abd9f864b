internal import Kernel
internal import LambdaInterface
internal import Wire

/// `AWS::Lambda::Function`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html>
enum FunctionResource {
    private static let settings = [
        "Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "DeadLetterConfig",
        "Environment",
        "TracingConfig", "Layers", "EphemeralStorage", "LoggingConfig",
    ]

    static let type = ResourceType(
        "AWS::Lambda::Function",
        properties: Set(
            settings + [
                "FunctionName", "Code", "Tags", "Architectures", "PackageType",
                "ReservedConcurrentExecutions",
            ]),
        required: ["Code", "Role"], createOnly: ["FunctionName", "PackageType"],
        create: create, update: update,
        delete: { request, state in
            _ = try await request.call.invoke(
                "lambda:DeleteFunction", ["FunctionName": .string(state.physicalID)])
        })

    private static func create(_ request: ResourceRequest) async throws -> ResourceState {
        let properties = ResourceProperties(request)
        let name = properties["FunctionName"]?.string ?? String(request.generatedName.prefix(64))
        let input = properties.input(
            settings + ["Architectures", "PackageType"],
            ["FunctionName": .string(name), "Code": code(properties), "Tags": properties.tags])
        // Templates write numbers where the operation wants text, in variables of the environment above all.
        let answer = try await request.call.invoke(
            "lambda:CreateFunction", input.coerced(to: CreateFunctionInput.schema))
        try await properties.settle(name)
        try await reserve(properties, name)
        return state(name, answer)
    }

    private static func update(_ request: ResourceRequest, _ state: ResourceState) async throws
        -> ResourceState
    {
        let properties = ResourceProperties(request)
        let name: JSON = .string(state.physicalID)
        if request.previous?["Code"] != request.properties["Code"] {
            var input: JSONObject = ["FunctionName": name]
            for member in code(properties).object?.members ?? [] { input[member.name] = member.value }
            _ = try await request.call.invoke("lambda:UpdateFunctionCode", .object(input))
            try await properties.settle(state.physicalID)
        }
        // What a template no longer names goes back to its default.
        let defaults: JSONObject = [
            "Description": "", "Timeout": 3, "MemorySize": 128, "Environment": ["Variables": [:]],
            "DeadLetterConfig": ["TargetArn": ""], "Layers": [],
        ]
        var input: JSONObject = ["FunctionName": name]
        for setting in settings { input[setting] = properties[setting] ?? defaults[setting] }
        let answer = try await request.call.invoke(
            "lambda:UpdateFunctionConfiguration",
            JSON.object(input).coerced(to: UpdateFunctionConfigurationInput.schema))
        try await properties.settle(state.physicalID)
        try await reserve(properties, state.physicalID)
        if let arn = answer["FunctionArn"] {
            _ = try await request.call.invoke(
                "lambda:TagResource", ["Resource": arn, "Tags": properties.tags])
        }
        return Self.state(state.physicalID, answer)
    }

    private static func reserve(_ properties: ResourceProperties, _ name: String) async throws {
        if let reserved = properties["ReservedConcurrentExecutions"] {
            _ = try await properties.request.call.invoke(
                "lambda:PutFunctionConcurrency",
                ["FunctionName": .string(name), "ReservedConcurrentExecutions": reserved])
        } else if properties.request.previous?["ReservedConcurrentExecutions"] != nil {
            _ = try await properties.request.call.invoke(
                "lambda:DeleteFunctionConcurrency", ["FunctionName": .string(name)])
        }
    }

    private static func state(_ name: String, _ answer: JSON) -> ResourceState {
        ResourceState(physicalID: name, attributes: ["Arn": answer["FunctionArn"] ?? ""])
    }

    /// Code that stands in the template itself is a file of its own, named for the handler.
    private static func code(_ properties: ResourceProperties) -> JSON {
        let code = properties["Code"] ?? [:]
        guard let source = code["ZipFile"]?.string else { return code }
        let isPython = properties.text("Runtime").hasPrefix("python")
        let archive = StoredArchive.of("index.\(isPython ? "py" : "js")", Array(source.utf8))
        return ["ZipFile": .string(Base64.encoded(archive))]
    }
}
