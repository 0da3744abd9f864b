internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Stores an archive that functions find below their layers, under the next number of its name.
    func publishLayerVersion(
        _ input: PublishLayerVersionInput, _ call: Call
    ) async throws -> PublishLayerVersionOutput {
        let name = layerName(input.layerName)
        let (archive, blob) = try await upload(
            CodeSource(
                zipFile: input.content.zipFile, bucket: input.content.s3Bucket, key: input.content.s3Key,
                objectVersion: input.content.s3ObjectVersion), call)
        let details = try await call.write { tx in
            let version = try Layers.lastVersion(name, call.scope, in: tx) + 1
            let arn = call.scope.arn("lambda", "layer:\(name)").description
            let details = GetLayerVersionResponse(
                content: LayerVersionContentOutput(codeSha256: archive.sha256, codeSize: archive.bytes.count),
                layerArn: arn, layerVersionArn: "\(arn):\(version)", description: input.description ?? "",
                createdDate: lastModified(call.now), version: version,
                compatibleRuntimes: input.compatibleRuntimes, licenseInfo: input.licenseInfo,
                compatibleArchitectures: input.compatibleArchitectures)
            try keep(archive, blob, in: tx)
            try Layers.insert(name, version: version, code: archive.digest, details, call.scope, in: tx)
            return details
        }
        var content = details.content
        content?.location = CodeRoute.location(of: archive.digest, launcher, call)
        return PublishLayerVersionOutput(
            content: content, layerArn: details.layerArn, layerVersionArn: details.layerVersionArn,
            description: details.description, createdDate: details.createdDate, version: details.version,
            compatibleRuntimes: details.compatibleRuntimes, licenseInfo: details.licenseInfo,
            compatibleArchitectures: details.compatibleArchitectures)
    }

    /// A layer's name, given as such or as the layer's ARN.
    func layerName(_ text: String) -> String {
        guard let arn = ARN(text) else { return text }
        return arn.resource.split(separator: ":").dropFirst().first.map(String.init) ?? text
    }
}
