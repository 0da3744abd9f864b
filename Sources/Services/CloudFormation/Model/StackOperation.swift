internal import Kernel
internal import Wire

/// The change a stack is going through, with all that is needed to go on with it after a restart.
struct StackOperation: Sendable {
    enum Kind: String, Sendable {
        case create, update, delete
    }

    enum Phase: String, Sendable {
        /// Making and changing what the template asks for.
        case forward
        /// Deleting what an update left behind.
        case cleanup
        /// Restoring what a failed update had changed.
        case restore
        /// Deleting what a restored update had made.
        case restoreCleanup
        /// Deleting everything, after a failed creation.
        case undo
        /// Deleting everything, as asked.
        case delete
    }

    /// Counts the operations of a stack; marks rows as done.
    var number: Int
    var kind: Kind
    var phase: Phase
    /// The caller's token, in every event.
    var token: String?
    var deadline: Instant?
    var disableRollback = false
    /// What becomes of a stack whose creation fails: `ROLLBACK`, `DELETE` or `DO_NOTHING`.
    var onFailure = "ROLLBACK"
    /// Logical ids to keep when the stack is deleted.
    var retained: [String] = []
    /// Logical ids to leave as they are when a failed rollback goes on.
    var skipped: [String] = []
    var isForced = false
    var isCancelled = false
    var principal: Principal
    var endpoint: String

    var marker: Int { number * 8 + phase.order }

    init(number: Int, kind: Kind, phase: Phase, principal: Principal, endpoint: String) {
        self.number = number
        self.kind = kind
        self.phase = phase
        self.principal = principal
        self.endpoint = endpoint
    }
}

extension StackOperation.Phase {
    var order: Int {
        switch self {
        case .forward: 0
        case .cleanup: 1
        case .restore: 2
        case .restoreCleanup: 3
        case .undo: 4
        case .delete: 5
        }
    }
}

extension StackOperation {
    /// As a row keeps it.
    var text: String {
        var object: JSONObject = [
            "number": .number(String(number)), "kind": .string(kind.rawValue),
            "phase": .string(phase.rawValue),
            "disableRollback": .bool(disableRollback), "onFailure": .string(onFailure),
            "retained": .array(retained.map { .string($0) }), "skipped": .array(skipped.map { .string($0) }),
            "isForced": .bool(isForced), "isCancelled": .bool(isCancelled), "principal": principal.json,
            "endpoint": .string(endpoint),
        ]
        object["token"] = token.map { .string($0) }
        object["deadline"] = deadline.map { .number(String($0.milliseconds)) }
        return JSON.object(object).text
    }

    init(text: String) throws(JSONError) {
        let json = try JSON(parsing: text)
        number = json["number"]?.integer ?? 0
        kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) ?? .create
        phase = json["phase"]?.string.flatMap(Phase.init(rawValue:)) ?? .forward
        token = json["token"]?.string
        deadline = (json["deadline"]?.integer).map { Instant(milliseconds: Int64($0)) }
        disableRollback = json["disableRollback"]?.bool ?? false
        onFailure = json["onFailure"]?.string ?? "ROLLBACK"
        retained = json["retained"]?.strings ?? []
        skipped = json["skipped"]?.strings ?? []
        isForced = json["isForced"]?.bool ?? false
        isCancelled = json["isCancelled"]?.bool ?? false
        principal = Principal(json: json["principal"] ?? [:])
        endpoint = json["endpoint"]?.string ?? ""
    }
}

extension Principal {
    /// As a row keeps it, so that an operation goes on with the permissions it began with.
    var json: JSON {
        var object: JSONObject = [
            "account": .string(account), "arn": .string(arn), "userID": .string(userID),
            "sessionPolicies": .array(sessionPolicies.map { .string($0) }), "tags": .object(texts: tags),
        ]
        object["issuer"] = issuerARN.map { .string($0) }
        object["accessKey"] = accessKeyID.map { .string($0) }
        let (kind, names): (String, [String]) =
            switch self.kind {
            case .root: ("root", [])
            case .user(let name): ("user", [name])
            case .role(let name, let session): ("role", [name, session])
            case .federated(let name): ("federated", [name])
            case .service(let name): ("service", [name])
            case .anonymous: ("anonymous", [])
            }
        object["kind"] = .string(kind)
        object["names"] = .array(names.map { .string($0) })
        return .object(object)
    }

    init(json: JSON) {
        let names = (json["names"]?.strings ?? []) + ["", ""]
        let kind: Kind =
            switch json["kind"]?.string {
            case "root": .root
            case "user": .user(name: names[0])
            case "role": .role(name: names[0], session: names[1])
            case "federated": .federated(name: names[0])
            case "service": .service(name: names[0])
            default: .anonymous
            }
        self.init(
            kind: kind, account: json["account"]?.string ?? "", arn: json["arn"]?.string,
            issuerARN: json["issuer"]?.string, userID: json["userID"]?.string ?? "",
            accessKeyID: json["accessKey"]?.string, sessionPolicies: json["sessionPolicies"]?.strings ?? [],
            tags: json["tags"]?.texts ?? [:])
    }
}
