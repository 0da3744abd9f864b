internal import APIGatewayInterface

/// One operation of a patch, with its path taken apart.
struct Patch: Sendable {
    let op: String
    let path: [String]
    let value: String?

    init(_ operation: PatchOperation) throws {
        op = operation.op ?? ""
        value = operation.value
        let text = operation.path ?? ""
        guard text.hasPrefix("/") else {
            throw BadRequestException(
                "Invalid patch path '\(text)' specified for op '\(op)'. Must be one of: []")
        }
        // RFC 6901 spells a slash within a name as ~1.
        path = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    static func all(_ operations: [PatchOperation]?) throws -> [Patch] {
        try (operations ?? []).map(Patch.init)
    }

    /// The error for a path that the operation does not know.
    var unknown: BadRequestException {
        BadRequestException("Invalid patch path '/\(path.joined(separator: "/"))' specified for op '\(op)'.")
    }

    /// The path as it was sent.
    var spelled: String {
        "/" + path.map { $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined(separator: "/")
    }

    /// The error of operations that say what they take instead.
    func invalid(_ advice: String) -> BadRequestException {
        BadRequestException("Invalid patch path  '\(spelled)' specified for op '\(op)'. \(advice)")
    }

    func text() throws -> String {
        guard let value else { throw BadRequestException("Invalid patch operation: no value for '\(op)'.") }
        return value
    }

    func integer() throws -> Int {
        guard let number = Int(try text()) else { throw BadRequestException("Invalid number \(value ?? "")") }
        return number
    }
}
