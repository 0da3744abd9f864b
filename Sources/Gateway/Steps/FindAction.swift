internal import Kernel
internal import Wire

/// An operation found for a request, with what its path says.
struct FoundAction: Sendable {
    let service: RegisteredService
    let action: RegisteredAction
    let wireProtocol: WireProtocol
    var labels: [String: String] = [:]
}

/// Steps 2 and 3: which service, which operation, in which protocol.
struct FindAction: Sendable {
    let directory: ServiceDirectory

    /// A request that no operation answers: in which words to say so.
    struct Refusal: Error {
        let failure: any Failure
        let service: RegisteredService?
        let wireProtocol: WireProtocol
    }

    func find(_ head: inout RequestHead, body: [UInt8]) throws(Refusal) -> FoundAction {
        if let target = head.headers.firstBytes("x-amz-target") { return try byTarget(target, head) }
        if head.headers.first("smithy-protocol") == "rpc-v2-cbor" { return try byCBORPath(head) }
        if isForm(head) || head.queryValue("Action") != nil, let found = try byForm(head, body) {
            return found
        }
        return try byBinding(&head)
    }

    /// What a head alone says, before the body has come: for deciding whether to stream it.
    func streams(_ head: RequestHead) -> Bool {
        guard head.method == "PUT" || head.method == "POST", !head.headers.contains("x-amz-target") else {
            return false
        }
        // The query protocol's forms are most of what is posted, and nothing that streams is a form.
        if head.method == "POST", isForm(head) { return false }
        var head = head
        guard let found = try? byBinding(&head) else { return false }
        return found.action.operation.streamsInput
    }

    private func byTarget(
        _ bytes: ArraySlice<UInt8>, _ head: RequestHead
    ) throws(Refusal) -> FoundAction {
        if let found = directory.action(target: bytes) {
            return FoundAction(
                service: found.service, action: found.action, wireProtocol: Self.jsonProtocol(head))
        }
        let target = String(decoding: bytes, as: UTF8.self)
        let wireProtocol = Self.jsonProtocol(head)
        guard let dot = target.lastIndex(of: "."),
            let service = directory.service(targetPrefix: String(target[..<dot]))
        else {
            throw Refusal(
                failure: CommonFailure.unknownOperation(target), service: nil, wireProtocol: wireProtocol)
        }
        return try action(String(target[target.index(after: dot)...]), of: service, wireProtocol)
    }

    private static func jsonProtocol(_ head: RequestHead) -> WireProtocol {
        let isOld = head.headers.firstBytes("content-type")?.suffix(3).elementsEqual("1.0".utf8) == true
        return isOld ? .awsJson1_0 : .awsJson1_1
    }

    private func byCBORPath(_ head: RequestHead) throws(Refusal) -> FoundAction {
        let parts = head.path.split(separator: "/")
        guard parts.count == 4, parts[0] == "service", parts[2] == "operation",
            let service = directory.service(targetPrefix: String(parts[1]))
        else {
            throw Refusal(
                failure: CommonFailure.unknownOperation(head.path), service: nil, wireProtocol: .rpcv2Cbor)
        }
        return try action(String(parts[3]), of: service, .rpcv2Cbor)
    }

    private func action(
        _ name: String, of service: RegisteredService, _ wireProtocol: WireProtocol
    ) throws(Refusal) -> FoundAction {
        if let action = service.actions[name] {
            return FoundAction(service: service, action: action, wireProtocol: wireProtocol)
        }
        let failure: any Failure
        if service.model.otherOperations.contains(name) {
            failure = NotImplemented(name)
        } else if wireProtocol == .awsQuery {
            failure = CommonFailure.invalidAction(name)
        } else {
            failure = CommonFailure.unknownOperation(name)
        }
        throw Refusal(failure: failure, service: service, wireProtocol: wireProtocol)
    }

    private func isForm(_ head: RequestHead) -> Bool {
        head.headers.firstBytes("content-type")?.starts(with: "application/x-www-form-urlencoded".utf8)
            == true
    }

    private func byForm(_ head: RequestHead, _ body: [UInt8]) throws(Refusal) -> FoundAction? {
        let form = body.isEmpty ? Array(head.query.utf8)[...] : body.prefix(Self.formHeadMax)
        var name: String?
        var version: String?
        var rest = form
        while name == nil || version == nil, !rest.isEmpty {
            let pair = rest.prefix { $0 != UInt8(ascii: "&") }
            name = name ?? Self.value(of: "Action=", in: pair)
            version = version ?? Self.value(of: "Version=", in: pair)
            rest = rest.dropFirst(pair.count + 1)
        }
        let signed = CredentialText(head).map { directory.services(signingName: $0.service) } ?? []
        let service =
            signed.first { $0.model.protocols.contains(.awsQuery) }
            ?? version.flatMap { directory.service(apiVersion: $0) }
            ?? directory.service(host: head.host).flatMap {
                $0.model.protocols.contains(.awsQuery) ? $0 : nil
            }
            ?? name.flatMap { directory.service(anonymousAction: $0) }
        guard let service else { return nil }
        guard let name else {
            let failure = CommonFailure("MissingAction", "The request must contain the parameter Action.")
            throw Refusal(failure: failure, service: service, wireProtocol: .awsQuery)
        }
        return try action(name, of: service, .awsQuery)
    }

    /// What follows a parameter's name and equals sign, decoded; nil for another parameter.
    private static func value(of start: String, in pair: ArraySlice<UInt8>) -> String? {
        guard pair.starts(with: start.utf8) else { return nil }
        return PercentCoding.decode(String(decoding: pair.dropFirst(start.utf8.count), as: UTF8.self))
    }

    /// How far into a form `Action` and `Version` are looked for; clients send them first.
    static let formHeadMax = 65_536

    private func byBinding(_ head: inout RequestHead) throws(Refusal) -> FoundAction {
        let signed = CredentialText(head).map { directory.services(signingName: $0.service) } ?? []
        let service =
            signed.first ?? directory.service(host: head.host) ?? directory.serviceBinding(head)
            ?? directory.service(named: "s3")
        guard let service, let router = directory.router(of: service) else {
            throw Refusal(
                failure: CommonFailure("UnknownEndpoint", status: 404, "No service answers \(head.path)."),
                service: service, wireProtocol: service?.model.protocols.first ?? .restJson)
        }
        let wireProtocol = service.model.protocols.contains(.restXml) ? WireProtocol.restXml : .restJson
        if service.model.name == "s3", VirtualHost.bucket(in: head.host) != nil {
            head = head.with(path: VirtualHost.path(head.path, host: head.host))
        }
        guard let match = router.match(head) else {
            throw Refusal(
                failure: Self.unbound(head, service), service: service, wireProtocol: wireProtocol)
        }
        return FoundAction(
            service: service, action: match.action, wireProtocol: wireProtocol, labels: match.labels)
    }

    /// The head as its service reads the path: for S3 with the bucket of a virtual host in front.
    func located(_ head: RequestHead, _ service: RegisteredService) -> RequestHead {
        guard service.model.name == "s3", VirtualHost.bucket(in: head.host) != nil else { return head }
        return head.with(path: VirtualHost.path(head.rawPath, host: head.host))
    }

    /// The service that is asked by a request without an operation, as a browser's preflight is.
    func serviceOfPreflight(_ head: RequestHead) -> RegisteredService? {
        let service = directory.service(host: head.host) ?? directory.service(named: "s3")
        return service?.answersCrossOrigin == true ? service : nil
    }

    private static func unbound(_ head: RequestHead, _ service: RegisteredService) -> any Failure {
        service.model.name == "s3"
            ? CommonFailure(
                "MethodNotAllowed", status: 405, "The specified method is not allowed against this resource.")
            : CommonFailure(
                "UnknownOperationException", status: 404, "\(head.method) \(head.path) is no operation.")
    }
}

/// Buckets that are named by the host: `bucket.s3.localhost`, `bucket.s3.eu-central-1.amazonaws.com`.
enum VirtualHost {
    static func path(_ path: String, host: String) -> String {
        guard let bucket = bucket(in: host) else { return path }
        return "/\(bucket)\(path == "/" ? "" : path)"
    }

    static func bucket(in host: String) -> String? {
        prefix(of: host, before: ".s3.") ?? prefix(of: host, before: ".s3-")
    }

    /// What stands before the first `mark`, unless that is nothing; searched in bytes, since every request of
    /// S3 asks.
    private static func prefix(of host: String, before mark: StaticString) -> String? {
        let bytes = host.utf8
        let wanted = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
        for index in bytes.indices
        where bytes[index] == wanted[0] && bytes[index...].starts(with: wanted) {
            return index > bytes.startIndex ? String(host[..<index]) : nil
        }
        return nil
    }
}
