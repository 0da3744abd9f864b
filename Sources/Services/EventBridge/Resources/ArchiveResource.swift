internal import Kernel
internal import Wire

/// `AWS::Events::Archive`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html>
enum ArchiveResource {
    static let type = ResourceType(
        "AWS::Events::Archive",
        properties: ["ArchiveName", "Description", "EventPattern", "RetentionDays", "SourceArn"],
        required: ["SourceArn"], createOnly: ["ArchiveName", "SourceArn"],
        attributes: ["Arn", "ArchiveName"],
        find: { request in
            do {
                return state(
                    try await request.invoke(
                        "events:DescribeArchive", ["ArchiveName": .string(name(request))]))
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            var input = input(request)
            input["EventSourceArn"] = request.properties["SourceArn"]
            try await request.invoke("events:CreateArchive", .object(input))
            return state(
                try await request.invoke(
                    "events:DescribeArchive", ["ArchiveName": .string(name(request))]))
        },
        update: { request, old in
            try await request.invoke("events:UpdateArchive", .object(input(request)))
            return old
        },
        delete: { request, old in
            do {
                try await request.invoke("events:DeleteArchive", ["ArchiveName": .string(old.physicalID)])
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // An archive that is gone is deleted.
            }
        })

    /// Names of archives are shorter than those of stacks may be.
    private static func name(_ request: ResourceRequest) -> String {
        request.string("ArchiveName") ?? String(request.generatedName.suffix(48))
    }

    private static func input(_ request: ResourceRequest) -> JSONObject {
        var input: JSONObject = ["ArchiveName": .string(name(request))]
        for property in ["Description", "EventPattern", "RetentionDays"] {
            input[property] = request.properties[property]
        }
        return input
    }

    private static func state(_ archive: JSON) -> ResourceState {
        ResourceState(
            physicalID: archive["ArchiveName"]?.string ?? "",
            attributes: [
                "Arn": archive["ArchiveArn"] ?? "", "ArchiveName": archive["ArchiveName"] ?? "",
            ])
    }
}
