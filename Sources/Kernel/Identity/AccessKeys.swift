/// How access keys are spelled.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes>
public enum AccessKeys {
    static let idAlphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    static let secretAlphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// A fresh id of a user's or root's key, `AKIA…`.
    public static func id(_ entropy: Entropy) -> String { "AKIA" + entropy.text(16, of: idAlphabet) }

    /// A fresh id of temporary credentials, `ASIA…`.
    public static func temporaryID(_ entropy: Entropy) -> String { "ASIA" + entropy.text(16, of: idAlphabet) }

    /// A fresh secret of forty characters.
    public static func secret(_ entropy: Entropy) -> String { entropy.text(40, of: secretAlphabet) }

    /// A fresh session token; it means nothing but itself.
    public static func token(_ entropy: Entropy) -> String {
        "FwoGZXIvYXdzE" + entropy.text(243, of: secretAlphabet)
    }
}

extension Principal {
    /// The same principal, by a key.
    public func signing(with accessKeyID: String) -> Principal {
        Principal(
            kind: kind, account: account, arn: arn, issuerARN: issuerARN, userID: userID,
            accessKeyID: accessKeyID, sessionPolicies: sessionPolicies, tags: tags)
    }
}
