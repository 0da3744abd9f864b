internal import Kernel
internal import Wire

/// Finds the operation of a REST service by method, path, query and, where these do not tell, header.
///
/// Candidates of a method are tried from the most to the least specific, so that `GET /{Bucket}?acl` comes
/// before `GET /{Bucket}`, and `DELETE /{Bucket}/{Key+}` with an `uploadId` before the same without.
/// When none fits whole, one that only lacks a required parameter is taken, so that its refusal can
/// name it.
struct RESTRouter: Sendable {
    private struct Candidate {
        let action: RegisteredAction
        let uri: URIPattern
        /// Headers that must be present, which tell apart operations of the same method and URI.
        let demandedHeaders: [String]
        /// Parameters of the query without which the input is not complete.
        let demandedParameters: [String]

        var specificity: Int {
            let literals = uri.segments.filter { if case .literal = $0 { true } else { false } }.count
            let hasGreedy = uri.segments.contains { if case .greedy = $0 { true } else { false } }
            let values = uri.parameters.filter { $0.value != nil }.count
            return 1000 * uri.segments.count - (hasGreedy ? 500 : 0) + 100 * uri.parameters.count + 50
                * values
                + 10 * literals + demandedHeaders.count + demandedParameters.count
        }
    }

    private var byMethod: [String: [Candidate]] = [:]

    init(_ service: RegisteredService) {
        for action in service.actions.values {
            let headers: [String] =
                switch action.operation.name {
                case "CopyObject", "UploadPartCopy": ["x-amz-copy-source"]
                default: []
                }
            byMethod[action.operation.method, default: []].append(
                Candidate(
                    action: action, uri: action.operation.uri, demandedHeaders: headers,
                    demandedParameters: Self.demandedParameters(of: action.operation)))
        }
        for method in byMethod.keys {
            byMethod[method]?.sort {
                ($0.specificity, $1.action.operation.name) > ($1.specificity, $0.action.operation.name)
            }
        }
    }

    func match(_ head: RequestHead) -> (action: RegisteredAction, labels: [String: String])? {
        let method = head.method == "HEAD" && byMethod["HEAD"] == nil ? "GET" : head.method
        guard let candidates = byMethod[method] else { return nil }
        let segments = head.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let parameters = Self.parameters(head.query)
        var incomplete: (action: RegisteredAction, labels: [String: String])?
        for candidate in candidates {
            // The path last: most candidates of S3 differ from others by a parameter.
            guard
                candidate.uri.parameters.allSatisfy({ demanded in
                    guard let value = parameters[demanded.name] else { return false }
                    return demanded.value == nil || demanded.value == value
                }),
                candidate.demandedHeaders.allSatisfy({ head.headers.contains($0) }),
                let labels = Self.labels(candidate.uri, segments)
            else { continue }
            guard candidate.demandedParameters.allSatisfy({ parameters[$0] != nil }) else {
                incomplete = incomplete ?? (candidate.action, labels)
                continue
            }
            return (candidate.action, labels)
        }
        return incomplete
    }

    private static func demandedParameters(of operation: OperationModel) -> [String] {
        operation.input.members.compactMap { member in
            guard member.isRequired, case .query(let name) = member.location else { return nil }
            return name
        }
    }

    private static func parameters(_ query: String) -> [String: String] {
        guard !query.isEmpty else { return [:] }
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[PercentCoding.decode(parts[0])] = parts.count > 1 ? PercentCoding.decode(parts[1]) : ""
        }
        return parameters
    }

    private static func labels(
        _ uri: URIPattern, _ segments: ArraySlice<Substring>
    ) -> [String: String]? {
        var labels: [String: String] = [:]
        var rest = segments
        // A slash at the end adds an empty segment, which only a greedy label may take.
        for segment in uri.segments {
            switch segment {
            case .literal(let text):
                guard rest.first.map({ $0 == text || PercentCoding.decodePath($0) == text }) == true else {
                    return nil
                }
                rest = rest.dropFirst()
            case .label(let name):
                guard let first = rest.first, !first.isEmpty else { return nil }
                labels[name] = PercentCoding.decodePath(first)
                rest = rest.dropFirst()
            case .greedy(let name):
                guard rest.contains(where: { !$0.isEmpty }) else { return nil }
                labels[name] = PercentCoding.decodePath(rest.joined(separator: "/"))
                rest = []
            }
        }
        return rest.allSatisfy(\.isEmpty) && rest.count <= 1 ? labels : nil
    }
}
