internal import Kernel
internal import Store

/// The rows of `apigateway_api` and `apigateway_key_value`: what a request names, and whose it is.
enum Addresses {
    static func add(api: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run(
            "INSERT INTO apigateway_api (id, account, region) VALUES (\(api), \(scope.account), \(scope.region))"
        )
    }

    static func remove(api: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM apigateway_api WHERE id = \(api)")
    }

    static func owner(
        ofAPI id: String, in tx: borrowing Transaction
    ) throws -> (account: String, region: String)? {
        var found: (account: String, region: String)?
        try tx.forEach("SELECT account, region FROM apigateway_api WHERE id = \(id)") { row in
            found = (try row.value(0), try row.value(1))
            return true
        }
        return found
    }

    static func add(value: String, key: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run(
            "INSERT INTO apigateway_key_value (scope, value, key) VALUES (\(scope.id), \(value), \(key))")
    }

    static func remove(value: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM apigateway_key_value WHERE scope = \(scope.id) AND value = \(value)")
    }

    static func key(ofValue value: String, _ scope: Scope, in tx: borrowing Transaction) throws -> String? {
        try tx.value(
            "SELECT key FROM apigateway_key_value WHERE scope = \(scope.id) AND value = \(value)",
            as: String.self)
    }
}
