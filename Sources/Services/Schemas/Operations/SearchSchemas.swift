internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Finds the schemas of a registry whose name or newest content has all of the keywords, in any case.
    ///
    /// A page looks at `searchedMax` schemas at most, so that it may have less than it could, or nothing, and
    /// a token all the same.
    func searchSchemas(_ input: SearchSchemasInput, _ call: Call) async throws -> SearchSchemasOutput {
        let limit = try Self.limit(input.limit)
        let name = input.registryName
        let keywords = input.keywords.lowercased().split(whereSeparator: \.isWhitespace).map {
            Array($0.utf8)
        }
        guard (1...Self.keywordsMax).contains(keywords.count) else {
            throw Refusals.invalid("Keywords must be 1 to \(Self.keywordsMax) words.")
        }
        let question = "search \(name) \(input.keywords)"
        var place = try Self.place(input.nextToken, for: question)
        var found: [SearchSchemaSummary] = []
        for _ in 0..<(Self.searchedMax / Self.searchedAtOnce) {
            let start = place
            let piece = try await call.read { tx in try Self.candidates(name, after: start, call, in: tx) }
            for candidate in piece {
                if Self.matches(candidate.text, keywords) { found.append(candidate.summary) }
                place = candidate.summary.schemaName ?? ""
                if found.count == limit { break }
            }
            if found.count < limit, piece.count < Self.searchedAtOnce {
                return SearchSchemasOutput(schemas: found)
            }
            if found.count == limit { break }
        }
        return SearchSchemasOutput(nextToken: PageToken.encode([place], for: question), schemas: found)
    }

    private static let keywordsMax = 20
    private static let searchedMax = 100
    private static let searchedAtOnce = 10

    private struct Candidate: Sendable {
        let summary: SearchSchemaSummary
        let text: String
    }

    private static func candidates(
        _ name: String, after place: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> [Candidate] {
        let registry = try registry(name, call, in: tx)
        var candidates: [Candidate] = []
        let schemas = try SchemaRows.listed(
            registry: registry.id, prefix: "", after: place, limit: searchedAtOnce, in: tx)
        for schema in schemas {
            let newest = try version(nil, of: schema, in: tx)
            let versions = try Versions.listed(
                of: schema.id, below: .max, limit: StoredSchema.versionsMax, in: tx)
            let summary = SearchSchemaSummary(
                registryName: name,
                schemaArn: StoredRegistry.arn(of: schema.name, in: name, call.scope).description,
                schemaName: schema.name,
                schemaVersions: versions.map {
                    SearchSchemaVersionSummary(
                        createdDate: $0.createdAt.timestamp, schemaVersion: String($0.number), type: $0.type)
                })
            candidates.append(Candidate(summary: summary, text: schema.name + "\n" + newest.content))
        }
        return candidates
    }

    private static func matches(_ text: String, _ keywords: [[UInt8]]) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        return keywords.allSatisfy { keyword in
            let first = keyword[0]
            var start = 0
            while let hit = bytes[start...].firstIndex(of: first) {
                if bytes[hit...].starts(with: keyword) { return true }
                start = hit + 1
            }
            return false
        }
    }
}
