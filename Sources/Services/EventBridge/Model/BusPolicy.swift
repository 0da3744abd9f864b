internal import EventBridgeInterface
internal import Policy
internal import Wire

/// The policy of a bus: who else may use it.
enum BusPolicy {
    /// Characters that a policy may have.
    static let charactersMax = 10_240

    /// What `PutPermission` says without a whole policy.
    struct Grant: Sendable {
        let statementID: String
        let principal: String
        let condition: Condition?

        init(_ input: PutPermissionInput) throws {
            guard let action = input.action, let principal = input.principal, let id = input.statementId
            else {
                throw ValidationException(
                    "Parameters Action, Principal and StatementId, or Policy, must be specified.")
            }
            guard action == "events:PutEvents" else {
                throw ValidationException("Provided value in parameter 'action' is not supported.")
            }
            let isAccount = principal.utf8.count == 12 && principal.utf8.allSatisfy { (48...57).contains($0) }
            guard principal == "*" || isAccount else {
                throw ValidationException("Provided value in parameter 'principal' is not valid.")
            }
            statementID = id
            self.principal = principal
            condition = input.condition
        }

        func statement(bus arn: String) -> JSON {
            var statement: JSONObject = [
                "Sid": .string(statementID), "Effect": "Allow",
                "Principal": principal == "*" ? "*" : ["AWS": .string("arn:aws:iam::\(principal):root")],
                "Action": "events:PutEvents", "Resource": .string(arn),
            ]
            if let condition {
                var test = JSONObject()
                test[condition.key] = .string(condition.value)
                var operators = JSONObject()
                operators[condition.type] = .object(test)
                statement["Condition"] = .object(operators)
            }
            return .object(statement)
        }
    }

    static func check(_ policy: String) throws {
        guard policy.count <= charactersMax else {
            throw PolicyLengthExceededException("The policy exceeds the maximum length allowed.")
        }
        do {
            _ = try PolicyDocument(parsing: policy, kind: .resource, charactersMax: charactersMax)
        } catch {
            throw ValidationException("Provided policy is not valid: \(error.message)")
        }
    }

    static func adding(_ grant: Grant, bus arn: String, to policy: String?) throws -> String {
        var (document, statements) = try read(policy ?? #"{"Version":"2012-10-17","Statement":[]}"#)
        statements.removeAll { $0["Sid"]?.string == grant.statementID }
        statements.append(grant.statement(bus: arn))
        document["Statement"] = .array(statements)
        let text = JSON.object(document).text
        guard text.count <= charactersMax else {
            throw PolicyLengthExceededException("The policy exceeds the maximum length allowed.")
        }
        return text
    }

    /// The policy without a statement; nil when that was the last.
    static func removing(_ id: String, from policy: String) throws -> String? {
        var (document, statements) = try read(policy)
        let count = statements.count
        statements.removeAll { $0["Sid"]?.string == id }
        guard statements.count < count else {
            throw ResourceNotFoundException("Statement with the provided id does not exist.")
        }
        document["Statement"] = .array(statements)
        return statements.isEmpty ? nil : JSON.object(document).text
    }

    private static func read(_ policy: String) throws -> (JSONObject, [JSON]) {
        let document = try JSON(parsing: policy).object ?? JSONObject()
        switch document["Statement"] {
        case .array(let statements): return (document, statements)
        case .some(let single): return (document, [single])
        case nil: return (document, [])
        }
    }
}
