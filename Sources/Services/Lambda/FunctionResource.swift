internal import Kernel
internal import LambdaInterface
internal import Wire

/// `AWS::Lambda::Function`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html>
enum FunctionResource {
    private static let settings = [
        "Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "DeadLetterConfig",
        "Environment", "TracingConfig", "Layers", "EphemeralStorage", "LoggingConfig",
    ]

    static let type = ResourceType(
        "AWS::Lambda::Function",
        properties: Set(
            settings + [
                "FunctionName", "Code", "Tags", "Architectures", "PackageType",
                "ReservedConcurrentExecutions",
            ]),
        required: ["Code", "Role"], createOnly: ["FunctionName", "PackageType"], attributes: ["Arn"],
        find: { request in
            let name = JSON.string(name(request))
            let found = try await ResourceProperties(request).find(
                "lambda:GetFunctionConfiguration", [], ["FunctionName": name])
            return found.map { state(Self.name(request), $0) }
        },
        create: create, update: update,
        delete: { request, state in
            _ = try await request.invoke("lambda:DeleteFunction", ["FunctionName": .string(state.physicalID)])
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.string("FunctionName") ?? String(request.generatedName.prefix(64))
    }

    private static func create(_ request: ResourceRequest) async throws -> ResourceState {
        let properties = ResourceProperties(request)
        let name = name(request)
        let answer = try await request.invoke(
            "lambda:CreateFunction",
            properties.input(
                settings + ["Architectures", "PackageType"],
                ["FunctionName": .string(name), "Code": code(properties), "Tags": request.tagMap]))
        do {
            try await properties.settle(name)
            try await reserve(properties, name)
        } catch let failure as any Failure {
            // A function that the stack does not get must not stay behind.
            _ = try await request.invoke("lambda:DeleteFunction", ["FunctionName": .string(name)])
            throw failure
        }
        return state(name, answer)
    }

    private static func update(_ request: ResourceRequest, _ state: ResourceState) async throws
        -> ResourceState
    {
        let properties = ResourceProperties(request)
        let name: JSON = .string(state.physicalID)
        if ["Code", "Architectures"].contains(where: { request.previous?[$0] != request.properties[$0] }) {
            var input: JSONObject = ["FunctionName": name]
            input["Architectures"] = properties["Architectures"]
            for member in code(properties).object?.members ?? [] { input[member.name] = member.value }
            _ = try await request.invoke("lambda:UpdateFunctionCode", .object(input))
            try await properties.settle(state.physicalID)
        }
        // What a template no longer names goes back to its default.
        let defaults: JSONObject = [
            "Description": "", "Timeout": 3, "MemorySize": 128, "Environment": ["Variables": [:]],
            "DeadLetterConfig": ["TargetArn": ""], "Layers": [], "TracingConfig": ["Mode": "PassThrough"],
            "EphemeralStorage": ["Size": .number(String(Limits.temporaryMegabytes))],
        ]
        var input: JSONObject = ["FunctionName": name]
        for setting in settings { input[setting] = properties[setting] ?? defaults[setting] }
        var logging: JSONObject = [
            "LogFormat": .string(LogSettings.text), "LogGroup": .string("/aws/lambda/\(state.physicalID)"),
        ]
        for member in properties["LoggingConfig"]?.object?.members ?? [] {
            logging[member.name] = member.value
        }
        input["LoggingConfig"] = .object(logging)
        let answer = try await request.invoke("lambda:UpdateFunctionConfiguration", .object(input))
        try await properties.settle(state.physicalID)
        try await reserve(properties, state.physicalID)
        try await properties.setTags(on: answer["FunctionArn"] ?? "")
        return Self.state(state.physicalID, answer)
    }

    private static func reserve(_ properties: ResourceProperties, _ name: String) async throws {
        if let reserved = properties["ReservedConcurrentExecutions"] {
            _ = try await properties.request.invoke(
                "lambda:PutFunctionConcurrency",
                ["FunctionName": .string(name), "ReservedConcurrentExecutions": reserved])
        } else if properties.request.previous?["ReservedConcurrentExecutions"] != nil {
            _ = try await properties.request.invoke(
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
