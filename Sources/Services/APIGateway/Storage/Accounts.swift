internal import APIGatewayInterface
internal import Kernel
internal import Store

/// What holds for all APIs of an account in a region.
enum Accounts {
    static func find(_ scope: Scope, in tx: borrowing Transaction) throws -> Account {
        try Entities.find(Account.self, .account, id: "account", scope, in: tx)
            ?? Account(features: ["UsagePlans"], apiKeyVersion: "4")
    }
}
