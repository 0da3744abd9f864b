internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Adds a statement to the policy of a function, a version or an alias.
    func addPermission(_ input: AddPermissionInput, _ call: Call) async throws -> AddPermissionOutput {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        if reference.qualifier == FunctionReference.latest {
            throw InvalidParameterValueException(
                "We currently do not support adding policies for $LATEST.", type: "User")
        }
        return try await call.write { tx in
            let function = try resolve(reference, call, in: tx).function
            try check(input.revisionId, function.policyRevision)
            let statement = statement(input, resource: reference.arn(in: call.scope)).text
            let qualifier = reference.qualifier ?? ""
            guard try Permissions.insert(statement, sid: input.statementId, function.id, qualifier, in: tx)
            else {
                throw ResourceConflictException(
                    "The statement id (\(input.statementId)) provided already exists. Please provide a "
                        + "new statement "
                        + "id, or remove the existing statement.", type: "User")
            }
            let size = try Permissions.document(function.id, qualifier, in: tx)?.utf8.count ?? 0
            guard size <= Limits.policySizeMax else {
                throw PolicyLengthExceededException(
                    "The final policy size (\(size)) is bigger than the limit (\(Limits.policySizeMax)).",
                    type: "User")
            }
            try Functions.setPolicyRevision(call.makeID(), function.id, in: tx)
            return AddPermissionOutput(statement: statement)
        }
    }

    private func statement(_ input: AddPermissionInput, resource: String) -> JSON {
        let principal: JSON
        if input.principal == "*" {
            principal = "*"
        } else if input.principal.hasSuffix(".amazonaws.com") {
            principal = ["Service": .string(input.principal)]
        } else if input.principal.hasPrefix("arn:") {
            principal = ["AWS": .string(input.principal)]
        } else {
            principal = ["AWS": .string("arn:aws:iam::\(input.principal):root")]
        }
        var equals = JSONObject()
        equals["AWS:SourceAccount"] = input.sourceAccount.map { .string($0) }
        equals["aws:PrincipalOrgID"] = input.principalOrgID.map { .string($0) }
        equals["lambda:EventSourceToken"] = input.eventSourceToken.map { .string($0) }
        equals["lambda:FunctionUrlAuthType"] = input.functionUrlAuthType.map { .string($0) }
        var condition = JSONObject()
        if !equals.isEmpty { condition["StringEquals"] = .object(equals) }
        if let source = input.sourceArn { condition["ArnLike"] = ["AWS:SourceArn": .string(source)] }
        if let isByURL = input.invokedViaFunctionUrl {
            condition["Bool"] = ["lambda:InvokedViaFunctionUrl": .string(isByURL ? "true" : "false")]
        }
        var statement: JSONObject = [
            "Sid": .string(input.statementId), "Effect": "Allow", "Principal": principal,
            "Action": .string(input.action), "Resource": .string(resource),
        ]
        if !condition.isEmpty { statement["Condition"] = .object(condition) }
        return .object(statement)
    }
}
