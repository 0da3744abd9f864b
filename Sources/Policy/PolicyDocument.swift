public import Wire

/// An IAM policy document, validated as AWS does for its kind and compiled for evaluation.
///
/// "IAM JSON policy elements reference" (`reference_policies_elements.html`). A document is immutable and is
/// meant to be kept: parsing costs far more than evaluating.
public struct PolicyDocument: Sendable {
    /// The language of a document; only the current one knows policy variables.
    public enum Version: String, Sendable, Hashable {
        /// `2008-10-17`, also meant when a document names no version.
        case original = "2008-10-17"
        /// `2012-10-17`.
        case current = "2012-10-17"
    }

    /// What the document is attached to.
    public let kind: PolicyKind
    /// The version named, or the original one.
    public let version: Version
    /// The `Id`, nil when there is none.
    public let id: String?
    /// The statements in their order, never empty.
    public var statements: [PolicyStatement] { rules.map(\.statement) }
    /// The condition keys that conditions and variables of the document use, as written, each once, in order
    /// of appearance: what `GetContextKeysForCustomPolicy` answers.
    public let contextKeys: [String]
    let rules: [StatementRule]

    /// Parses and validates a policy text of at most `charactersMax` characters, white space not counted
    /// (the kind's limit when nil), and of at most `PolicyLimit.documentBytesMax` bytes.
    public init(parsing text: String, kind: PolicyKind, charactersMax: Int? = nil) throws(PolicyError) {
        guard text.utf8.count <= PolicyLimit.documentBytesMax else {
            throw PolicyError(kind: kind, reason: .tooLarge(charactersMax: PolicyLimit.documentBytesMax))
        }
        let limit = charactersMax ?? kind.charactersMax
        let characters = Self.characters(of: text)
        guard characters <= limit else {
            throw PolicyError(kind: kind, reason: .tooLarge(charactersMax: limit))
        }
        let json: JSON
        do {
            json = try JSON(parsingWithoutRepetition: text)
        } catch {
            throw PolicyError(kind: kind, reason: .invalidJSON(error))
        }
        try self.init(parsing: json, kind: kind)
    }

    /// Validates a policy given as a JSON value, whose size its text has already been held to.
    public init(parsing json: JSON, kind: PolicyKind) throws(PolicyError) {
        var reader = PolicyReader(kind: kind)
        self = try reader.document(json)
    }

    /// Unicode scalars that are no white space of JSON.
    private static func characters(of text: String) -> Int {
        var count = 0
        for byte in text.utf8 where byte > 0x20 && byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    init(reader: PolicyReader, version: Version, id: String?, rules: [StatementRule]) {
        kind = reader.kind
        self.version = version
        self.id = id
        self.rules = rules
        contextKeys = reader.contextKeys
    }
}
