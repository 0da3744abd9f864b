internal import Kernel
internal import STSInterface
internal import Wire

extension STS {
    /// How long a session of a user lasts unless asked otherwise, in seconds.
    static let userSessionSeconds = 43_200
    /// The same of a session of the root user, at most.
    static let rootSessionSecondsMax = 3600

    /// Makes temporary credentials of the user that asks.
    func getSessionToken(
        _ input: GetSessionTokenInput, _ call: Call
    ) async throws -> GetSessionTokenOutput {
        if input.serialNumber != nil || input.tokenCode != nil {
            throw NotImplemented("GetSessionToken with SerialNumber and TokenCode")
        }
        let isSession = call.principal.accessKeyID?.hasPrefix("ASIA") ?? false
        let seconds: Int
        switch call.principal.kind {
        case .root where !isSession:
            seconds = min(input.durationSeconds ?? Self.rootSessionSecondsMax, Self.rootSessionSecondsMax)
        case .user where !isSession: seconds = input.durationSeconds ?? Self.userSessionSeconds
        default: throw AccessDenied("Cannot call GetSessionToken with session credentials")
        }
        return try await call.write { tx in
            GetSessionTokenOutput(
                credentials: try Session.grant(call.principal, seconds: seconds, call, in: tx))
        }
    }
}
