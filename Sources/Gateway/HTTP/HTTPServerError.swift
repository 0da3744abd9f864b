/// Why a listener could not be opened.
public enum HTTPServerError: Error, Sendable, Equatable {
    /// Another process or listener has the address.
    case addressInUse(HTTPAddress)
    /// This machine does not have the address.
    case addressNotAvailable(HTTPAddress)
    /// The system does not allow this process to listen there.
    case permissionDenied(HTTPAddress)
    /// The host name has no address.
    case unknownHost(String)
    /// The server is stopped.
    case stopped
    /// Anything else, in the system's words.
    case failed(HTTPAddress, String)
}

extension HTTPServerError: CustomStringConvertible {
    /// What went wrong, for people.
    public var description: String {
        switch self {
        case .addressInUse(let address): "\(address) is in use by another process"
        case .addressNotAvailable(let address): "\(address) is not an address of this machine"
        case .permissionDenied(let address): "not allowed to listen on \(address)"
        case .unknownHost(let host): "unknown host \(host)"
        case .stopped: "the server is stopped"
        case .failed(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}
