/// What can hold policies: a user, a group or a role of an account.
struct Holder: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case user
        case group
        case role
    }

    let kind: Kind
    let name: String
    let account: String

    static func user(_ name: String, _ account: String) -> Holder {
        Holder(kind: .user, name: name, account: account)
    }

    static func group(_ name: String, _ account: String) -> Holder {
        Holder(kind: .group, name: name, account: account)
    }

    static func role(_ name: String, _ account: String) -> Holder {
        Holder(kind: .role, name: name, account: account)
    }
}
