import ApusClient
import LambdaRuntime
import S3Interface
import SQSInterface
import Wire

/// Three functions in one binary: the function's `Handler` setting names the one to run. Zip the binary as
/// `bootstrap` and create the function with the runtime `provided.al2023`.
@main
struct SwiftFunction {
    static func main() async {
        let http = HTTPSession()
        await LambdaRuntime.run(
            [
                "echo": { event, _ in event },
                "refuse": { _, context in throw LambdaError("Refused", "no \(context.requestID.count)") },
                "forward": { event, _ in try await forward(event, over: http) },
            ])
    }

    /// Keeps every message of a batch in the bucket `BUCKET` and sends it on to the queue `TARGET`; a message
    /// with the body `poison` comes again.
    private static func forward(_ event: [UInt8], over http: HTTPSession) async throws -> [UInt8] {
        let aws = AWSTransport(try .environment(), http: http)
        let variables = ProcessEnvironment.variables
        var failed: [String] = []
        for record in try QueueEvent(event).records {
            if record.body == "poison" {
                failed.append(record.messageID)
                continue
            }
            if let bucket = variables["BUCKET"] {
                _ = try await S3Client(aws).putObject(
                    PutObjectInput(
                        bucket: bucket, key: record.messageID, body: BodyStream(Array(record.body.utf8))),
                    .standard)
            }
            _ = try await SQSClient(aws).sendMessage(
                SendMessageInput(queueUrl: variables["TARGET"] ?? "", messageBody: record.body), .standard)
        }
        return QueueEvent.answer(failed: failed)
    }
}
