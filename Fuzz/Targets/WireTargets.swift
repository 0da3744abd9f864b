import LambdaInterface
import S3Interface
import SNSInterface
import SQSInterface
import Wire

/// The readers of all protocols, through interfaces with shapes of every kind. An input is a line with the
/// operation and the protocol, lines of query, headers and labels, an empty line, and the body.
extension FuzzTarget {
    static let wire = [
        of(
            Queues.self, "sqs",
            tokens: ["QueueUrl", "MessageBody", "Entries.1.Id=", "&", "=", "%", "DataType"]),
        of(Topics.self, "sns", tokens: ["TopicArn", "Attributes.entry.1.key=", "&", "%2", "member.1"]),
        of(Functions.self, "lambda", tokens: ["FunctionName", "\"", "{", "null", "1e9", "\\u0000"]),
        of(
            Objects.self, "s3",
            tokens: ["<", "</", "<![CDATA[", "&#x", "<?xml", "<!--", "x-amz-meta-", "Object"]),
    ]

    private struct Queues: SQSInterface { typealias Call = Unit }
    private struct Topics: SNSInterface { typealias Call = Unit }
    private struct Functions: LambdaInterface { typealias Call = Unit }
    private struct Objects: S3Interface { typealias Call = Unit }

    private static func of<S: Interface>(_: S.Type, _ name: String, tokens: [String]) -> FuzzTarget {
        FuzzTarget("wire-\(name)", tokens: tokens) { bytes in
            let (title, rest) = bytes.halves(at: 0x0A)
            let (operation, spelling) = title.halves(at: 0x20)
            let action = S.actions.first { $0.operation.name == operation.text } ?? pick(S.actions, operation)
            let spoken = WireProtocol(rawValue: spelling.text) ?? pick(WireProtocol.allCases, spelling)
            let parts = request(rest)
            answer(parts, spoken, S.model)
            do throws(WireError) {
                _ = try action.prepare(parts, spoken)
                return true
            } catch {
                let failure = S.model.failure(for: error, spoken, operation: action.operation)
                _ = spoken.encode(failure: failure, of: S.model, requestID: "0")
                return false
            }
        }
    }

    private static func pick<T>(_ items: [T], _ bytes: [UInt8]) -> T {
        items[bytes.reduce(0) { $0 + Int($1) } % items.count]
    }

    private static func request(_ bytes: [UInt8]) -> RequestParts {
        var parts = RequestParts()
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A), end > rest.startIndex {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if let colon = line.firstIndex(of: 0x3A) {
                let name = String(decoding: line[..<colon], as: UTF8.self)
                let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
                parts.headers.append((name, value))
                parts.labels[name] = value
            } else {
                parts.query = String(decoding: line, as: UTF8.self)
            }
        }
        parts.body = rest.first == 0x0A ? Array(rest.dropFirst()) : Array(rest)
        return parts
    }

    /// The client's side reads the same bytes as a failure.
    private static func answer(_ parts: RequestParts, _ spoken: WireProtocol, _ model: ServiceModel) {
        let answer = ResponseParts(status: 400, headers: parts.headers, body: parts.body)
        _ = spoken.decodeFailure(from: answer, of: model)
    }
}
