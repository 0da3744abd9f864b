internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Names the role in which APIs write their logs.
    func updateAccount(_ input: UpdateAccountInput, _ call: Call) async throws -> Account {
        let patches = try Patch.all(input.patchOperations)
        let live = live
        return try await call.write { tx in
            var account = try Accounts.find(call.scope, in: tx)
            for patch in patches {
                guard patch.op == "replace", patch.path == ["cloudwatchRoleArn"] else { throw patch.unknown }
                let role = patch.value ?? ""
                guard role.isEmpty || ARN(role)?.resource.hasPrefix("role/") == true else {
                    throw BadRequestException("Invalid CloudWatch Logs role ARN specified: \(role)")
                }
                account.cloudwatchRoleArn = role.isEmpty ? nil : role
            }
            try Entities.put(account, .account, id: "account", call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return account
        }
    }
}
