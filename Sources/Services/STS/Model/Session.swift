internal import Kernel
internal import STSInterface
internal import Store

/// Sessions and their credentials.
enum Session {
    /// How long credentials that have ended are kept, so that their use is refused as expired, not as
    /// unknown.
    static let rememberedFor: Duration = .seconds(86_400)
    /// Credentials that end within this span are removed together.
    static let removalSpan: Int64 = 3600

    /// Makes credentials, and sees to it that they are removed some time after they have ended.
    static func grant(
        _ principal: Principal, seconds: Int, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> CredentialsShape {
        let credential = Credential.temporary(
            of: principal, until: call.now + .seconds(seconds), call.kernel.entropy)
        let end = call.now + .seconds(seconds)
        try call.kernel.credentials.insert(credential, in: tx)
        let span = (end + rememberedFor).seconds / removalSpan + 1
        try call.schedule(
            "sts", at: Instant(milliseconds: span * removalSpan * 1000), key: "expired-\(span)", in: tx)
        return CredentialsShape(
            accessKeyId: credential.accessKeyID, secretAccessKey: credential.secretAccessKey,
            sessionToken: credential.sessionToken ?? "", expiration: end.timestamp)
    }

    /// Removes some; when there may be more, the same timer fires again.
    static func removeExpired(
        timer: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let count = try call.kernel.credentials.removeExpired(before: call.now - rememberedFor, in: tx)
        guard count == Credentials.removalMax else { return }
        try call.schedule("sts", at: call.now, key: timer, in: tx)
    }
}
