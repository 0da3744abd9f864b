internal import Kernel
internal import LambdaInterface

/// How a caller names a function: a name, a part of an ARN or all of it, with or without a qualifier.
struct FunctionReference: Equatable {
    static let latest = "$LATEST"

    var name: String
    var account: String?
    var region: String?
    /// A version or an alias.
    var qualifier: String?

    /// Reads a name and the qualifier given beside it; nil for what names no function.
    init(_ text: String, qualifier: String? = nil) throws {
        let whole = text
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.first == "arn", parts.count >= 7 {
            region = parts[3]
            account = parts[4]
            parts = Array(parts[6...])
        } else if parts.count > 1, parts[0].utf8.count == 12,
            parts[0].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        {
            account = parts.removeFirst()
            if parts.first == "function", parts.count > 1 { parts.removeFirst() }
        } else if parts.first == "function", parts.count > 1 {
            parts.removeFirst()
        }
        guard let first = parts.first, !first.isEmpty, parts.count <= 2 else {
            throw InvalidParameterValueException("Invalid function name: \(whole)", type: "User")
        }
        name = first
        let derived = parts.count == 2 ? parts[1] : nil
        if let derived, let qualifier, derived != qualifier {
            throw InvalidParameterValueException(
                "The derived qualifier from the function name does not match the specified qualifier.",
                type: "User")
        }
        self.qualifier = qualifier ?? derived
    }

    func arn(in scope: Scope) -> String {
        let own = scope.arn("lambda", "function:\(name)").description
        return qualifier.map { "\(own):\($0)" } ?? own
    }

    /// Refuses a function of another region; of another account there is none to be found.
    func check(_ scope: Scope) throws {
        if let region, !region.isEmpty, region != scope.region {
            throw ResourceNotFoundException(
                "Functions from '\(region)' are not reachable in this region ('\(scope.region)')",
                type: "User")
        }
        if let account, !account.isEmpty, account != scope.account {
            throw ResourceNotFoundException("Function not found: \(arn(in: scope))", type: "User")
        }
    }

    var isVersionNumber: Bool { qualifier.map { $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } } ?? false }
}
