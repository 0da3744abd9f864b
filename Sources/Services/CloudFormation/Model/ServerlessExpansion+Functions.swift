internal import CloudFormationInterface
internal import Kernel
internal import Wire

extension ServerlessExpansion {
    /// Properties that go to the plain function as they are.
    private static let passedOn = [
        "FunctionName", "Handler", "Runtime", "Description", "MemorySize", "Timeout", "Environment",
        "VpcConfig",
        "KmsKeyArn", "Layers", "ReservedConcurrentExecutions", "Architectures", "EphemeralStorage",
        "PackageType",
        "ImageConfig", "FileSystemConfigs", "LoggingConfig", "SnapStart", "RuntimeManagementConfig",
        "RecursiveLoop",
    ]

    private static let ownProperties: Set = [
        "CodeUri", "InlineCode", "ImageUri", "Role", "Policies", "PermissionsBoundary",
        "AssumeRolePolicyDocument",
        "RolePath", "Events", "Tags", "Tracing", "DeadLetterQueue", "AutoPublishAlias", "EventInvokeConfig",
    ]

    mutating func expandFunction(_ resource: ServerlessResource) throws {
        try resource.check(Self.ownProperties.union(Self.passedOn), "AWS::Serverless::Function")
        let properties = resource.properties
        var function: JSONObject = ["Code": try code(resource)]
        for property in Self.passedOn { function[property] = properties[property] }
        function["Tags"] = resource.tags(("lambda:createdBy", "SAM"))
        if let tracing = properties["Tracing"] { function["TracingConfig"] = ["Mode": tracing] }
        if let queue = properties["DeadLetterQueue"] {
            function["DeadLetterConfig"] = ["TargetArn": queue["TargetArn"] ?? ""]
        }
        var policies: [JSON] = []
        var managed: [JSON] = []
        for event in properties["Events"]?.object?.members ?? [] {
            managed += try expandEvent(event.name, event.value, of: resource)
        }
        if let role = properties["Role"] {
            function["Role"] = role
        } else {
            let roleName = "\(resource.name)Role"
            try sort(properties["Policies"], of: resource, into: &policies, &managed)
            resources[roleName] = role(of: resource, policies, managed)
            function["Role"] = ["Fn::GetAtt": [.string(roleName), "Arn"]]
        }
        resources[resource.name] = resource.plain("AWS::Lambda::Function", function)
        try publish(resource)
        if let config = properties["EventInvokeConfig"] { addInvokeConfig(config, resource) }
    }

    private func code(_ resource: ServerlessResource) throws -> JSON {
        if let text = resource.properties["InlineCode"] { return ["ZipFile": text] }
        if let image = resource.properties["ImageUri"] { return ["ImageUri": image] }
        switch resource.properties["CodeUri"] {
        case .string(let uri)?:
            guard uri.hasPrefix("s3://"), let place = ObjectURL(uri) else {
                throw ValidationError(
                    "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [\(resource.name)] is invalid. 'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter."
                )
            }
            var code: JSONObject = ["S3Bucket": .string(place.bucket), "S3Key": .string(place.key)]
            let mark = "?versionId="
            if let range = Substring(uri).firstRange(of: "?versionId=") {
                code["S3ObjectVersion"] = .string(String(uri[range.lowerBound...].dropFirst(mark.count)))
            }
            return .object(code)
        case .object(let object)?:
            var code = JSONObject()
            code["S3Bucket"] = object["Bucket"]
            code["S3Key"] = object["Key"]
            code["S3ObjectVersion"] = object["Version"]
            return .object(code)
        default:
            throw ValidationError(
                "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [\(resource.name)] is invalid. Either 'InlineCode' or 'CodeUri' must be set."
            )
        }
    }

    // MARK: Roles

    /// Policies are names or ARNs of managed ones, statements, or templates of the transform.
    private func sort(
        _ value: JSON?, of resource: ServerlessResource, into policies: inout [JSON], _ managed: inout [JSON]
    ) throws {
        guard let value else { return }
        for (index, policy) in (value.array ?? [value]).enumerated() {
            if let name = policy.string {
                managed.append(name.hasPrefix("arn:") ? policy : .string(Self.managedARN(name)))
            } else if policy["Statement"] != nil {
                policies.append([
                    "PolicyName": .string("\(resource.name)RolePolicy\(index)"), "PolicyDocument": policy,
                ])
            } else if let member = policy.object?.members.first, policy.object?.count == 1 {
                if member.name == "Ref" || member.name.hasPrefix("Fn::") {
                    managed.append(policy)
                    continue
                }
                let document = try ServerlessPolicies.document(member.name, member.value)
                policies.append([
                    "PolicyName": .string("\(resource.name)RolePolicy\(index)"), "PolicyDocument": document,
                ])
            } else {
                throw NotImplemented("A policy of this form (\(resource.name))")
            }
        }
    }

    private static func managedARN(_ name: String) -> String {
        let isOfService = name.hasPrefix("AWSLambda") && name.hasSuffix("Role")
        return "arn:aws:iam::aws:policy/\(isOfService ? "service-role/" : "")\(name)"
    }

    private func role(of resource: ServerlessResource, _ policies: [JSON], _ managed: [JSON]) -> JSON {
        let properties = resource.properties
        var all: [JSON] = [.string(Self.managedARN("AWSLambdaBasicExecutionRole"))]
        if properties["VpcConfig"] != nil {
            all.append(.string(Self.managedARN("AWSLambdaVPCAccessExecutionRole")))
        }
        if properties["Tracing"]?.string == "Active" {
            all.append("arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess")
        }
        for policy in managed where !all.contains(policy) { all.append(policy) }
        var policies = policies
        if let queue = properties["DeadLetterQueue"], let target = queue["TargetArn"] {
            let action = queue["Type"]?.string == "SNS" ? "sns:Publish" : "sqs:SendMessage"
            policies.append([
                "PolicyName": "DeadLetterQueuePolicy",
                "PolicyDocument": [
                    "Version": "2012-10-17",
                    "Statement": [["Effect": "Allow", "Action": .string(action), "Resource": target]],
                ],
            ])
        }
        var role: JSONObject = [
            "AssumeRolePolicyDocument": properties["AssumeRolePolicyDocument"] ?? [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Action": ["sts:AssumeRole"], "Effect": "Allow",
                        "Principal": ["Service": ["lambda.amazonaws.com"]],
                    ]
                ],
            ],
            "ManagedPolicyArns": .array(all), "Tags": resource.tags(("lambda:createdBy", "SAM")),
        ]
        if !policies.isEmpty { role["Policies"] = .array(policies) }
        role["PermissionsBoundary"] = properties["PermissionsBoundary"]
        role["Path"] = properties["RolePath"]
        return resource.companion("AWS::IAM::Role", role)
    }

    // MARK: Versions

    private mutating func publish(_ resource: ServerlessResource) throws {
        guard let alias = resource.properties["AutoPublishAlias"] else { return }
        guard let aliasID = resource.aliasID else {
            throw NotImplemented("AutoPublishAlias that is no text (\(resource.name))")
        }
        // A change of the code makes a new version, since it makes a new logical id.
        let code = try code(resource)
        let version = "\(resource.name)Version\(Digest.hex(Digest.sha256(code.utf8)).prefix(10))"
        var declared = resource.companion(
            "AWS::Lambda::Version", ["FunctionName": ["Ref": .string(resource.name)]])
        if case .object(var object) = declared {
            object["DeletionPolicy"] = "Retain"
            declared = .object(object)
        }
        resources[version] = declared
        resources[aliasID] = resource.companion(
            "AWS::Lambda::Alias",
            [
                "Name": alias, "FunctionName": ["Ref": .string(resource.name)],
                "FunctionVersion": ["Fn::GetAtt": [.string(version), "Version"]],
            ])
        self.alias("\(resource.name).Version", version)
        self.alias("\(resource.name).Alias", aliasID)
    }

    private mutating func addInvokeConfig(_ config: JSON, _ resource: ServerlessResource) {
        let qualifier = resource.properties["AutoPublishAlias"] ?? "$LATEST"
        var settings: JSONObject = ["FunctionName": ["Ref": .string(resource.name)], "Qualifier": qualifier]
        settings["MaximumEventAgeInSeconds"] = config["MaximumEventAgeInSeconds"]
        settings["MaximumRetryAttempts"] = config["MaximumRetryAttempts"]
        var destinations = JSONObject()
        for member in config["DestinationConfig"]?.object?.members ?? [] {
            destinations[member.name] = ["Destination": member.value["Destination"] ?? ""]
        }
        if !destinations.isEmpty { settings["DestinationConfig"] = .object(destinations) }
        var declared = resource.companion("AWS::Lambda::EventInvokeConfig", settings)
        if let alias = resource.aliasID, case .object(var object) = declared {
            // The qualifier is a name, from which no order follows.
            object["DependsOn"] = [.string(alias)]
            declared = .object(object)
        }
        resources["\(resource.name)EventInvokeConfig"] = declared
    }
}
