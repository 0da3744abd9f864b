internal import Kernel
internal import Wire

/// `AWS::Lambda::LayerVersion`. Every change makes a new version.
enum LayerVersionResource {
    private static let names = [
        "LayerName", "Description", "Content", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo",
    ]

    static let type = ResourceType(
        "AWS::Lambda::LayerVersion", properties: Set(names), required: ["Content"], createOnly: Set(names),
        attributes: ["LayerVersionArn"],
        create: { request in
            let properties = ResourceProperties(request)
            let name = properties["LayerName"]?.string ?? request.generatedName
            let answer = try await request.invoke(
                "lambda:PublishLayerVersion", properties.input(names, ["LayerName": .string(name)]))
            let arn = answer["LayerVersionArn"] ?? ""
            return ResourceState(physicalID: arn.string ?? "", attributes: ["LayerVersionArn": arn])
        },
        update: { _, state in state },
        delete: { request, state in
            let parts = state.physicalID.split(separator: ":").map(String.init)
            guard parts.count == 8 else { return }
            _ = try await request.invoke(
                "lambda:DeleteLayerVersion",
                ["LayerName": .string(parts[6]), "VersionNumber": .number(parts[7])])
        })
}
