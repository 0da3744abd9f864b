internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Stores code and configuration; the function becomes active once its code is unpacked.
    func createFunction(_ input: CreateFunctionInput, _ call: Call) async throws -> FunctionConfiguration {
        if input.packageType == "Image" { throw NotImplemented("PackageType Image") }
        let reference = try FunctionReference(input.functionName)
        try reference.check(call.scope)
        try refuseUnsupported(input)
        var configuration = configuration(input, reference, call)
        try ConfigurationRules.check(configuration)
        let code = CodeSource(
            zipFile: input.code.zipFile, bucket: input.code.s3Bucket, key: input.code.s3Key,
            objectVersion: input.code.s3ObjectVersion, imageURI: input.code.imageUri)
        let (archive, blob) = try await upload(code, call)
        configuration.codeSha256 = archive.sha256
        configuration.codeSize = archive.bytes.count
        let described = configuration
        return try await call.write { tx in
            guard try Functions.named(reference.name, call.scope, in: tx) == nil else {
                throw ResourceConflictException("Function already exist: \(reference.name)", type: "User")
            }
            try RolePrincipal.require(described.role ?? "", of: described.functionArn, call, in: tx)
            var configuration = described
            configuration.layers = try layers(input.layers ?? [], call, in: tx)
            let function = try Functions.insert(reference.name, revision: call.makeID(), call.scope, in: tx)
            try keep(archive, blob, in: tx)
            let version = try Versions.insert(
                function: function.id, number: 0, code: archive.digest, revision: call.makeID(),
                configuration,
                in: tx)
            if let tags = input.tags, !tags.isEmpty, let arn = ARN(function.arn(call.scope)) {
                try Tags.set(tags, on: arn, in: tx)
            }
            try noteUnsettled(version.id, call, in: tx)
            tx.afterCommit { activate(version.id) }
            guard input.publish == true else { return version.answer }
            return try publish(version, function, description: nil, call, in: tx).answer
        }
    }

    private func refuseUnsupported(_ input: CreateFunctionInput) throws {
        try ConfigurationRules.refuse([
            ("VpcConfig", input.vpcConfig?.asksForNetwork == true),
            ("FileSystemConfigs", input.fileSystemConfigs?.isEmpty == false),
            ("ImageConfig", input.imageConfig != nil), ("KMSKeyArn", input.kmsKeyArn?.isEmpty == false),
            ("CodeSigningConfigArn", input.codeSigningConfigArn != nil),
            ("SnapStart", input.snapStart?.applyOn == "PublishedVersions"),
            ("CapacityProviderConfig", input.capacityProviderConfig != nil),
            ("DurableConfig", input.durableConfig != nil), ("TenancyConfig", input.tenancyConfig != nil),
            ("PublishTo", input.publishTo != nil),
            ("SourceKMSKeyArn", input.code.sourceKMSKeyArn?.isEmpty == false),
        ])
    }

    private func configuration(
        _ input: CreateFunctionInput, _ reference: FunctionReference, _ call: Call
    ) -> FunctionConfiguration {
        var made = FunctionConfiguration()
        made.functionName = reference.name
        made.functionArn = call.scope.arn("lambda", "function:\(reference.name)").description
        made.runtime = input.runtime
        made.role = input.role
        made.handler = input.handler
        made.description = input.description ?? ""
        made.timeout = input.timeout ?? 3
        made.memorySize = input.memorySize ?? 128
        made.lastModified = lastModified(call.now)
        made.deadLetterConfig =
            input.deadLetterConfig?.targetArn?.isEmpty == false ? input.deadLetterConfig : nil
        made.environment = input.environment.map { EnvironmentResponse(variables: $0.variables ?? [:]) }
        made.tracingConfig = TracingConfigResponse(mode: input.tracingConfig?.mode ?? "PassThrough")
        made.packageType = "Zip"
        made.architectures = input.architectures ?? [ConfigurationRules.architecture]
        made.ephemeralStorage = input.ephemeralStorage ?? EphemeralStorage(size: Limits.temporaryMegabytes)
        made.snapStart = SnapStartResponse(applyOn: "None", optimizationStatus: "Off")
        made.runtimeVersionConfig = RuntimeVersionConfig(
            runtimeVersionArn: RuntimeVersion.arn(input.runtime ?? "", call.scope))
        made.loggingConfig = LogSettings.merged(input.loggingConfig, function: reference.name)
        made.state = "Pending"
        made.stateReason = "The function is being created."
        made.stateReasonCode = "Creating"
        return made
    }

    /// The layers that ARNs name, which must exist.
    func layers(_ arns: [String], _ call: Call, in tx: borrowing Transaction) throws -> [Layer]? {
        guard !arns.isEmpty else { return nil }
        var layers: [Layer] = []
        for arn in arns {
            guard let found = try Layers.with(arn: arn, call.scope, in: tx) else {
                throw InvalidParameterValueException("Layer version \(arn) does not exist.", type: "User")
            }
            layers.append(Layer(arn: arn, codeSize: found.details.content?.codeSize))
        }
        return layers
    }
}
