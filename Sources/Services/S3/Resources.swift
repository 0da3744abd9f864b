internal import Kernel
internal import Wire

extension S3 {
    /// What templates can make of S3.
    static var resourceTypes: [ResourceType] { [bucketType, policyType] }

    /// `AWS::S3::Bucket`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html>
    private static let bucketType = ResourceType(
        "AWS::S3::Bucket",
        properties: Set(
            ["BucketName", "Tags", "VersioningConfiguration"] + BucketSetting.all.map(\.property)),
        createOnly: ["BucketName"],
        attributes: ["Arn", "DomainName", "DualStackDomainName", "RegionalDomainName"],
        find: { request in
            let name = name(request)
            do {
                _ = try await request.call.invoke("s3:HeadBucket", ["Bucket": .string(name)])
                return state(name, request)
            } catch let failure as any Failure where failure.status == 404 {
                return nil
            }
        },
        create: { request in
            let name = name(request)
            var input: JSONObject = ["Bucket": .string(name)]
            if request.call.region != "us-east-1" {
                input["CreateBucketConfiguration"] = ["LocationConstraint": .string(request.call.region)]
            }
            _ = try await request.call.invoke("s3:CreateBucket", .object(input))
            try await settle(name, request)
            return state(name, request)
        },
        update: { request, state in
            try await settle(state.physicalID, request)
            return state
        },
        delete: { request, state in
            do {
                _ = try await request.call.invoke("s3:DeleteBucket", ["Bucket": .string(state.physicalID)])
            } catch let failure as any Failure where failure.code == "NoSuchBucket" {
                // What is gone needs no deletion.
            }
        })

    /// `AWS::S3::BucketPolicy`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html>
    private static let policyType = ResourceType(
        "AWS::S3::BucketPolicy", properties: ["Bucket", "PolicyDocument"],
        required: ["Bucket", "PolicyDocument"], createOnly: ["Bucket"],
        create: { request in
            let name = request.properties["Bucket"]?.string ?? ""
            try await setPolicy(of: name, request)
            return ResourceState(physicalID: name)
        },
        update: { request, state in
            try await setPolicy(of: state.physicalID, request)
            return state
        },
        delete: { request, state in
            do {
                _ = try await request.call.invoke(
                    "s3:DeleteBucketPolicy", ["Bucket": .string(state.physicalID)])
            } catch let failure as any Failure where failure.code == "NoSuchBucket" {
                // What is gone needs no deletion.
            }
        })

    private static func setPolicy(of bucket: String, _ request: ResourceRequest) async throws {
        let policy = request.properties["PolicyDocument"] ?? .null
        _ = try await request.call.invoke(
            "s3:PutBucketPolicy",
            ["Bucket": .string(bucket), "Policy": .string(policy.string ?? policy.text)])
    }

    /// The name of the template, or one of the stack's in lower case.
    private static func name(_ request: ResourceRequest) -> String {
        let generated = request.generatedName.lowercased()
        return request.properties["BucketName"]?.string ?? String(generated.suffix(63).drop { $0 == "-" })
    }

    private static func state(_ name: String, _ request: ResourceRequest) -> ResourceState {
        let region = request.call.region
        return ResourceState(
            physicalID: name,
            attributes: [
                "Arn": .string(StoredBucket.arn(name, region).description),
                "DomainName": .string("\(name).s3.amazonaws.com"),
                "DualStackDomainName": .string("\(name).s3.dualstack.\(region).amazonaws.com"),
                "RegionalDomainName": .string("\(name).s3.\(region).amazonaws.com"),
            ])
    }

    /// Gives versioning and tags what the template says.
    private static func settle(_ name: String, _ request: ResourceRequest) async throws {
        let wanted = request.properties["VersioningConfiguration"]?["Status"]?.string
        let present = request.previous?["VersioningConfiguration"]?["Status"]?.string
        if wanted != present {
            _ = try await request.call.invoke(
                "s3:PutBucketVersioning",
                [
                    "Bucket": .string(name),
                    "VersioningConfiguration": ["Status": .string(wanted ?? "Suspended")],
                ])
        }
        for setting in BucketSetting.all { try await setting.settle(name, request) }
        guard !request.wantedTags.isEmpty || !request.goneTagKeys.isEmpty else { return }
        _ = try await request.call.invoke(
            "s3:PutBucketTagging", ["Bucket": .string(name), "Tagging": ["TagSet": request.tagList]])
    }
}
