import Foundation
import SharedVectors
import Testing

@testable import Wire

/// Drives the readers and writers with the published cases of the wire protocols.
@Suite(.enabled(if: SharedVectors.has("protocols"), "no wire-protocol cases beside the repository"))
struct ProtocolVectorTests {
    /// Cases that speak of what our shapes do not hold, each with the reason.
    static func isExcluded(_ id: String) -> Bool { excluded.contains { id.contains($0.part) } }

    static let excluded: [(part: String, reason: String)] = [
        ("ContentEncoding", "bodies are compressed and restored outside of this module"),
        ("AppendsGzip", "bodies are compressed and restored outside of this module"),
        ("AppendedGzip", "bodies are compressed and restored outside of this module"),
        ("IdempotencyTokenAutoFill", "tokens are filled in by the client that owns the randomness"),
        ("HostWithPath", "the path of the endpoint is the client's setting"),
        ("HttpChecksumRequired", "checksums are added where the request is signed"),
        ("IgnoreQueryParamsInResponse", "no shape in scope has query parameters in an answer"),
        ("HttpWithEmptyStructurePayload", "an absent payload and an empty one are one value to us"),
        ("SendsQueryModeHeader", "our client knows errors by their shapes and asks for no other codes"),
        ("10CustomCodeError", "our client knows errors by their shapes and asks for no other codes"),
        ("CborCustomCodeError", "our client knows errors by their shapes and asks for no other codes"),
        ("HttpWithHeadersButNoPayload", "an absent payload and an empty one are one value to us"),
    ]

    /// Requests whose map of query parameters repeats what members of their own say: ours holds the rest only.
    static let repeated = [
        "QueryPrecedence", "AllQueryStringTypes", "QueryStringEscaping", "FloatQueryValues",
        "ZeroAndFalseQueryValues",
    ]

    static func request(_ case: Vectors.Case, _ operation: OperationModel) throws -> RequestParts {
        let serialized = try #require(`case`.facts["serialized"])
        let uri = serialized["uri"]?.string ?? "/"
        let halves = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var parts = RequestParts(query: halves.count > 1 ? String(halves[1]) : "")
        parts.labels = try labels(String(halves[0]), operation.uri)
        parts.headers = (serialized["headers"]?.object?.members ?? []).map {
            ($0.name, $0.value.string ?? "")
        }
        parts.body = body(serialized["body"], `case`.wire)
        return parts
    }

    static func body(_ json: JSON?, _ wire: WireProtocol) -> [UInt8] {
        let text = json?.string ?? ""
        return wire == .rpcv2Cbor ? Base64.decoded(text) ?? [] : Array(text.utf8)
    }

    static func labels(_ path: String, _ pattern: URIPattern) throws -> [String: String] {
        var found: [String: String] = [:]
        let parts = path.split(separator: "/").map(String.init)
        for (index, segment) in pattern.segments.enumerated() where index < parts.count {
            switch segment {
            case .literal: break
            case .label(let name): found[name] = PercentCoding.decoded(parts[index])
            case .greedy(let name):
                let after = pattern.segments.count - index - 1
                let rest = parts[index..<max(index, parts.count - after)]
                found[name] = PercentCoding.decoded(rest.joined(separator: "/"))
            }
        }
        return found
    }

    static func decoded(_ case: Vectors.Case, _ operation: OperationModel, _ parts: RequestParts) throws
        -> LooseValue
    {
        try LooseValue.reading(operation.input) { () throws(WireError) in
            try `case`.wire.read(LooseShape.self, from: parts, for: operation)
        }.value
    }

    @Test(arguments: Vectors.files.map(\.name))
    func aServerReadsTheParametersOfARequest(_ file: String) async throws {
        let wire = try #require(Vectors.files.first { $0.name == file }?.wire)
        for vector in try Vectors.cases("input", file, wire) where !Self.isExcluded(vector.id) {
            let operation = vector.model.operation(vector.facts["given"], wire)
            let expected = try await LooseValue(vector.facts["params"] ?? .null, operation.input).canonical()
            if Self.repeated.contains(where: { vector.id.contains($0) }) { continue }
            do {
                let parts = try Self.request(vector, operation)
                let found = try await Self.decoded(vector, operation, parts).canonical()
                #expect(found == expected, "\(file) \(vector.id)")
            } catch {
                Issue.record("\(file) \(vector.id): \(error) expected \(expected)")
            }
        }
    }

    @Test(arguments: Vectors.files.map(\.name))
    func aClientWritesARequestThatReadsTheSame(_ file: String) async throws {
        let wire = try #require(Vectors.files.first { $0.name == file }?.wire)
        for vector in try Vectors.cases("input", file, wire) where !Self.isExcluded(vector.id) {
            let operation = vector.model.operation(vector.facts["given"], wire)
            let value = try LooseValue(vector.facts["params"] ?? .null, operation.input)
            let request = wire.encodeRequest(
                LooseShape(value), for: operation, of: vector.model.service(wire))
            var parts = request.parts
            parts.labels = try Self.labels(request.path, operation.uri)
            let again = try await LooseValue(vector.facts["params"] ?? .null, operation.input).canonical()
            do {
                let found = try await Self.decoded(vector, operation, parts).canonical()
                let isRepeated = Self.repeated.contains { vector.id.contains($0) }
                #expect(isRepeated || found == again, "\(file) \(vector.id)")
            } catch {
                Issue.record("\(file) \(vector.id): \(error) \(String(decoding: parts.body, as: UTF8.self))")
            }
            Self.compare(request, vector)
        }
    }

    /// Compares a written request with the published one: method, path, query, headers and body.
    static func compare(_ request: OutgoingRequest, _ vector: Vectors.Case) {
        guard let serialized = vector.facts["serialized"] else { return }
        let uri = (serialized["uri"]?.string ?? "/").split(separator: "?", maxSplits: 1).map(String.init)
        #expect(request.method == serialized["method"]?.string, "\(vector.id)")
        #expect(request.path == uri.first ?? "/", "\(vector.id)")
        let query = (uri.count > 1 ? uri[1] : "").split(separator: "&").map(String.init).sorted()
        #expect(request.parts.query.split(separator: "&").map(String.init).sorted() == query, "\(vector.id)")
        for header in serialized["headers"]?.object?.members ?? [] where header.name != "Content-Encoding" {
            let found = request.parts.headers.first { $0.name.lowercased() == header.name.lowercased() }?
                .value
            let isForm = header.name == "Content-Type" && vector.wire == .awsQuery
            let expected = header.value.string ?? ""
            #expect(
                isForm ? found?.hasPrefix("application/x-www-form-urlencoded") == true : found == expected,
                "\(vector.id) \(header.name)")
        }
        guard serialized["body"] != nil, vector.wire != .rpcv2Cbor else { return }
        let body = Self.body(serialized["body"], vector.wire)
        #expect(normal(request.parts.body, vector.wire) == normal(body, vector.wire), "\(vector.id)")
    }

    /// A body without what does not matter: the order of parameters and members, space between elements.
    static func normal(_ body: [UInt8], _ wire: WireProtocol) -> String {
        let text = String(decoding: body, as: UTF8.self)
        switch wire {
        case .awsQuery: return text.split(separator: "&").sorted().joined(separator: "&")
        case .restXml:
            let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            let document = lines.joined().replacing(#/<\?xml[^>]*>/#, with: "")
            let short = document.replacing(#/<(\w+)><\/\1>/#) { "<\($0.1)/>" }
            // The order of a map's entries is not a fact.
            return short.contains("entry>") || short.contains("<key>") ? String(short.sorted()) : short
        default:
            guard let json = try? JSON(parsing: body) else { return text }
            return sorted(json).text
        }
    }

    static func sorted(_ json: JSON) -> JSON {
        switch json {
        case .object(let object):
            var result = JSONObject()
            for name in object.names.sorted() { result[name] = object[name].map(sorted) }
            return .object(result)
        case .array(let elements): return .array(elements.map(sorted))
        case .number(let digits): return .number(Double(digits).map { String($0) } ?? digits)
        default: return json
        }
    }

    @Test(arguments: Vectors.files.map(\.name))
    func aClientReadsTheResultOfAnAnswer(_ file: String) async throws {
        let wire = try #require(Vectors.files.first { $0.name == file }?.wire)
        for vector in try Vectors.cases("output", file, wire) where !Self.isExcluded(vector.id) {
            guard let result = vector.facts["result"] else { continue }
            let operation = vector.model.operation(vector.facts["given"], wire)
            let expected = try await LooseValue(result, operation.output).canonical()
            do {
                let found = try Self.answer(Self.response(vector), operation, wire)
                #expect(try await found.canonical() == expected, "\(file) \(vector.id)")
            } catch {
                Issue.record("\(file) \(vector.id): \(error) expected \(expected)")
            }
        }
    }

    static func response(_ vector: Vectors.Case) throws -> ResponseParts {
        let response = try #require(vector.facts["response"])
        return ResponseParts(
            status: response["status_code"]?.integer ?? 200,
            headers: (response["headers"]?.object?.members ?? []).map { ($0.name, $0.value.string ?? "") },
            body: body(response["body"], vector.wire))
    }

    static func answer(
        _ parts: ResponseParts, _ operation: OperationModel, _ wire: WireProtocol
    ) throws -> LooseValue {
        try LooseValue.reading(operation.output) { () throws(WireError) in
            try wire.decodeResponse(LooseShape.self, from: parts, for: operation)
        }.value
    }

    @Test(arguments: Vectors.files.map(\.name))
    func aServersAnswerReadsAsTheResult(_ file: String) async throws {
        let wire = try #require(Vectors.files.first { $0.name == file }?.wire)
        for vector in try Vectors.cases("output", file, wire) where !Self.isExcluded(vector.id) {
            guard let result = vector.facts["result"] else { continue }
            let operation = vector.model.operation(vector.facts["given"], wire)
            let expected = try await LooseValue(result, operation.output).canonical()
            var parts = wire.encode(
                LooseShape(try LooseValue(result, operation.output)), for: operation,
                of: vector.model.service(wire), requestID: "r")
            // A map of all headers would count the server's own among the result.
            parts.headers.removeAll { $0.name == "x-amzn-RequestId" }
            do {
                let found = try Self.answer(parts, operation, wire)
                #expect(try await found.canonical() == expected, "\(file) \(vector.id)")
            } catch {
                Issue.record("\(file) \(vector.id): \(error) \(String(decoding: parts.body, as: UTF8.self))")
            }
        }
    }

    @Test(arguments: Vectors.files.map(\.name))
    func aClientReadsCodeAndMessageOfAFailure(_ file: String) async throws {
        let wire = try #require(Vectors.files.first { $0.name == file }?.wire)
        for vector in try Vectors.cases("output", file, wire) where !Self.isExcluded(vector.id) {
            guard let code = vector.facts["errorCode"]?.string else { continue }
            let failure = wire.decodeFailure(from: try Self.response(vector), of: vector.model.service(wire))
            #expect(failure.code == code, "\(file) \(vector.id)")
            if let message = vector.facts["errorMessage"]?.string, !message.isEmpty {
                #expect(failure.message == message, "\(file) \(vector.id)")
            }
        }
    }
}
