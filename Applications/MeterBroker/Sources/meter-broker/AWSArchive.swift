import ApusClient
import BrokerFunctions
import S3Interface
import Wire

/// The bucket in S3.
struct AWSArchive: Archive {
    let client: S3Client<AWSTransport>
    let bucket: String

    func put(_ key: String, _ body: [UInt8]) async throws -> String? {
        let input = PutObjectInput(
            bucket: bucket, key: key, body: BodyStream(body), contentLength: body.count,
            contentType: "application/json", ifNoneMatch: "*")
        return try await client.putObject(input, .standard).versionId
    }

    func get(_ key: String, bytesMax: Int) async throws -> [UInt8]? {
        let output: GetObjectOutput
        do {
            output = try await client.getObject(
                GetObjectInput(bucket: bucket, key: key), CallOptions(gatheredBytesMax: bytesMax))
        } catch let failure as any Failure where failure.code == "NoSuchKey" {
            return nil
        } catch let error as TransportError where error.kind == .unreadable {
            return nil
        }
        guard let stream = output.body else { return [] }
        var body: [UInt8] = []
        while let piece = try await stream.next() {
            body += piece
        }
        return body
    }

    func uploadURL(_ key: String, seconds: Int) async throws -> String {
        try client.transport.presignedURL(
            PutObjectInput(bucket: bucket, key: key), to: S3Operations.putObject, of: S3Client<AWSTransport>.model,
            expires: .seconds(seconds))
    }

    func downloadURL(_ key: String, seconds: Int) async throws -> String {
        try client.transport.presignedURL(
            GetObjectInput(bucket: bucket, key: key), to: S3Operations.getObject, of: S3Client<AWSTransport>.model,
            expires: .seconds(seconds))
    }
}
