internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

/// Finding what requests name, with AWS's words for what is not there.
extension Schemas {
    /// Entries of one page of any listing.
    static let pageSize = 100

    static func registry(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredRegistry {
        let scope = name == StoredRegistry.provided ? StoredRegistry.everybody : call.scope.id
        guard let found = try Registries.named(name, scope: scope, in: tx) else {
            throw Refusals.noRegistry(name)
        }
        return found
    }

    /// The same of a registry that is to be changed.
    static func ownRegistry(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredRegistry {
        let found = try registry(name, call, in: tx)
        guard !found.isProvided else { throw Refusals.readOnly(name) }
        return found
    }

    static func schema(
        _ name: String, in registry: StoredRegistry, tx: borrowing Transaction
    ) throws -> StoredSchema {
        guard let found = try SchemaRows.named(name, registry: registry.id, in: tx) else {
            throw Refusals.noSchema(name)
        }
        return found
    }

    /// A version by its number, or the newest one.
    static func version(
        _ text: String?, of schema: StoredSchema, in tx: borrowing Transaction
    ) throws -> StoredVersion {
        let number = text == nil ? schema.latest : Int64(text ?? "")
        guard let number, let found = try Versions.numbered(number, of: schema.id, in: tx) else {
            throw Refusals.noVersion(text ?? String(schema.latest), of: schema.name)
        }
        return found
    }

    /// The place that a token names; nothing at the beginning.
    static func place(_ token: String?, for question: String) throws -> String {
        guard let token else { return "" }
        guard let place = PageToken.decode(token, for: question)?.first else {
            throw Refusals.invalid("NextToken is not valid.")
        }
        return place
    }

    static func limit(_ limit: Int?) throws -> Int {
        guard let limit else { return pageSize }
        guard (1...pageSize).contains(limit) else {
            throw Refusals.invalid("Limit must be between 1 and \(pageSize).")
        }
        return limit
    }

    /// A page of what was found, which is one more than the page holds where there is another page.
    static func page<Entry>(
        _ found: [Entry], limit: Int, for question: String, place: (Entry) -> String
    ) -> (entries: ArraySlice<Entry>, token: String?) {
        guard found.count > limit else { return (found[...], nil) }
        let entries = found.prefix(limit)
        return (entries, entries.last.map { PageToken.encode([place($0)], for: question) })
    }
}
