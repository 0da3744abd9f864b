internal import Kernel
internal import Wire

/// `AWS::Pipes::Pipe`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-pipes-pipe.html>
enum PipeResource {
    /// What can be changed in place.
    private static let changeable = [
        "Description", "DesiredState", "Enrichment", "EnrichmentParameters", "RoleArn", "SourceParameters",
        "Target", "TargetParameters",
    ]
    /// How long a stack waits between two looks at a pipe's state.
    private static let pause: Duration = .milliseconds(100)

    static let type = ResourceType(
        "AWS::Pipes::Pipe", properties: Set(changeable + ["Name", "Source", "Tags"]),
        required: ["RoleArn", "Source", "Target"], createOnly: ["Name", "Source"],
        attributes: ["Arn", "CreationTime", "CurrentState", "LastModifiedTime", "StateReason"],
        find: { request in
            do {
                return try await state(request)
            } catch let failure as any Failure where failure.code == "NotFoundException" {
                return nil
            }
        },
        create: { request in
            var input = input(request)
            input["Source"] = request.properties["Source"]
            if !request.wantedTags.isEmpty { input["Tags"] = request.tagMap }
            try await request.invoke("pipes:CreatePipe", .object(input))
            do {
                return try await settled(request)
            } catch {
                // A stack deletes what was made, and this was not.
                try await remove(request)
                throw error
            }
        },
        update: { request, _ in
            try checkStart(request)
            try await request.invoke("pipes:UpdatePipe", .object(input(request)))
            try await request.updateTags(
                ["resourceArn": state(request).attributes["Arn"] ?? ""], tagOperations)
            return try await settled(request)
        },
        delete: { request, _ in try await remove(request) })

    private static func remove(_ request: ResourceRequest) async throws {
        do {
            try await request.invoke("pipes:DeletePipe", ["Name": .string(name(request))])
            while try await state(request).attributes["CurrentState"] != nil { try await wait(request) }
        } catch let failure as any Failure where failure.code == "NotFoundException" {
            // A pipe that is gone is deleted.
        }
    }

    private static func name(_ request: ResourceRequest) -> String {
        request.string("Name") ?? String(request.generatedName.suffix(64))
    }

    /// An update that leaves a property out takes it back to its standard value.
    private static func input(_ request: ResourceRequest) -> JSONObject {
        var input: JSONObject = ["Name": .string(name(request))]
        for property in changeable { input[property] = request.properties[property] }
        if request.previous != nil {
            input["Description"] = input["Description"] ?? ""
            input["Enrichment"] = input["Enrichment"] ?? ""
            input["DesiredState"] = input["DesiredState"] ?? "RUNNING"
            input["EnrichmentParameters"] = input["EnrichmentParameters"] ?? [:]
            input["TargetParameters"] = input["TargetParameters"] ?? [:]
            var source = input["SourceParameters"]?.object ?? JSONObject()
            source["FilterCriteria"] = source["FilterCriteria"] ?? ["Filters": []]
            if request.string("Source").flatMap({ ARN($0) })?.service == "sqs" {
                source["SqsQueueParameters"] = source["SqsQueueParameters"] ?? [:]
            }
            input["SourceParameters"] = .object(source)
        }
        return input
    }

    /// Where a stream is begun is said once; another beginning makes another pipe.
    private static func checkStart(_ request: ResourceRequest) throws {
        func start(_ properties: JSON?) -> JSON? {
            properties?["SourceParameters"]?["DynamoDBStreamParameters"]?["StartingPosition"]
        }
        guard let previous = request.previous else { return }
        if start(request.properties) != start(previous) { throw ReplacementRequired() }
    }

    private static let tagOperations = TagOperations(
        "pipes:TagResource", "pipes:UntagResource", keys: "tagKeys", tags: "tags", listed: false)

    /// The pipe once it has come to a state to stay in; throws what keeps it from the wanted one.
    private static func settled(_ request: ResourceRequest) async throws -> ResourceState {
        while true {
            let found = try await state(request)
            let state = found.attributes["CurrentState"]?.string ?? ""
            if state.hasSuffix("_FAILED") {
                throw Refusals.invalid(found.attributes["StateReason"]?.string ?? state)
            }
            if StoredPipe.resting.contains(state) { return found }
            try await wait(request)
        }
    }

    private static func wait(_ request: ResourceRequest) async throws {
        let time = request.call.kernel.time
        if let deadline = request.deadline, time.now >= deadline {
            throw Refusals.invalid("The pipe did not come to rest in time.")
        }
        await time.sleep(until: time.now + pause)
        try Task.checkCancellation()
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let name = name(request)
        let found = try await request.invoke("pipes:DescribePipe", ["Name": .string(name)])
        var attributes: [String: JSON] = ["StateReason": found["StateReason"] ?? ""]
        for attribute in ["Arn", "CurrentState"] { attributes[attribute] = found[attribute] }
        for attribute in ["CreationTime", "LastModifiedTime"] {
            guard let seconds = found[attribute]?.double else { continue }
            let time = Timestamp(milliseconds: Int(seconds * 1000))
            attributes[attribute] = .string(time.text(.iso8601))
        }
        return ResourceState(physicalID: name, attributes: attributes)
    }
}
