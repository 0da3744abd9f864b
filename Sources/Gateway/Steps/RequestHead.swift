internal import Kernel
internal import Wire

/// What the steps of the request path read of a request besides its body; texts are made when asked for.
final class RequestHead: CallOrigin {
    private let source: HTTPRequestHead
    private let connection: HTTPConnectionInfo
    private let ownEndpoint: String
    /// Set where the path is not the one that was sent.
    private let ownPath: String?
    let requestID: String

    convenience init(_ request: HTTPRequest, kernel: Kernel) {
        self.init(
            request.head, request.connection, ownEndpoint: kernel.settings.endpoint,
            requestID: kernel.names.name(in: kernel.names.flow(at: kernel.time.now)))
    }

    /// A head before its body has come, for deciding how to read it.
    convenience init(_ head: HTTPRequestHead) {
        self.init(head, .local, ownEndpoint: "", requestID: "")
    }

    private init(
        _ source: HTTPRequestHead, _ connection: HTTPConnectionInfo, ownEndpoint: String, requestID: String,
        path: String? = nil
    ) {
        self.source = source
        self.connection = connection
        self.ownEndpoint = ownEndpoint
        self.requestID = requestID
        ownPath = path
    }

    /// The same head with another path: for S3 in virtual-host style the bucket is put in front.
    func with(path: String) -> RequestHead {
        RequestHead(source, connection, ownEndpoint: ownEndpoint, requestID: requestID, path: path)
    }

    var method: String { source.method }
    /// Raw, without the query, as signed.
    var rawPath: String { source.path }
    var path: String { ownPath ?? source.path }
    /// Raw, empty when there is none.
    var query: String { source.query ?? "" }
    var hasQuery: Bool { source.query != nil }
    var headers: HTTPHeaders { _read { yield source.headers } }
    /// In lower case, without port.
    var host: String { Self.hostName(source.authority ?? "") }
    /// Scheme, host and port as the caller used them.
    var endpoint: String {
        guard let authority = source.authority, !authority.isEmpty else { return ownEndpoint }
        return (connection.isTLS ? "https://" : "http://") + authority
    }
    var sourceIP: String { connection.peer }
    var trace: String? { headers.first("x-amzn-trace-id") }
    var userAgent: String { headers.first("user-agent") ?? "" }

    /// Whether the request is for `/` of a host that is an address or `localhost`, which no service claims.
    var isForServerItself: Bool {
        guard source.pathBytes.count == 1, ownPath == nil, let authority = source.authorityBytes else {
            return false
        }
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        return host.elementsEqual("localhost".utf8)
            || host.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    }

    private static func hostName(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end])
        }
        return (authority.split(separator: ":", maxSplits: 1).first.map(String.init) ?? "").lowercased()
    }

    /// The value of a query parameter, percent-decoded; empty for one without a value.
    func queryValue(_ name: String) -> String? {
        guard !query.isEmpty else { return nil }
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard PercentCoding.decode(parts[0]) == name else { continue }
            return parts.count > 1 ? PercentCoding.decode(parts[1]) : ""
        }
        return nil
    }
}

/// Percent-encoding as in URIs (RFC 3986).
enum PercentCoding {
    static func decode(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        return decode(text, plusIsSpace: true)
    }

    /// A path: a plus sign stands for itself.
    static func decodePath(_ text: some StringProtocol) -> String { decode(text, plusIsSpace: false) }

    private static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = hex(bytes[index + 1]),
                let low = hex(bytes[index + 2])
            {
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Encodes all but the unreserved characters.
    static func encode(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
            default: out.append(contentsOf: [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
