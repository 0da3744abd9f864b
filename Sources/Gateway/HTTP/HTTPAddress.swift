/// Where a listener listens.
public enum HTTPAddress: Sendable, Hashable {
    /// A host name or IP address, and a TCP port; port 0 asks the system to choose one.
    case tcp(host: String, port: Int)
    /// The path of a Unix-domain socket. A socket left there by an earlier process is removed.
    case unixDomainSocket(path: String)
}

extension HTTPAddress: CustomStringConvertible {
    /// `host:port`, or the path.
    public var description: String {
        switch self {
        case .tcp(let host, let port):
            host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixDomainSocket(let path): path
        }
    }
}
