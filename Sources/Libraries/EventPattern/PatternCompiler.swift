/// Reads a pattern into branches of fields.
struct PatternCompiler {
    var tokens: PatternTokens
    let numberLimit: Int64
    private var path: [String] = []
    private var order = 0

    init(_ source: String, numberLimit: Int64) {
        tokens = PatternTokens(bytes: Array(source.utf8))
        self.numberLimit = numberLimit
    }

    private typealias Branch = [String: PatternField]

    mutating func compile() throws(EventPatternError) -> [[PatternField]] {
        guard tokens.bytes.count <= EventPattern.bytesMax else {
            throw EventPatternError(reason: "Pattern is longer than \(EventPattern.bytesMax) bytes")
        }
        try tokens.next()
        guard tokens.kind == .startObject else { throw fail("Filter is not an object") }
        var branches: [Branch] = []
        try object(&branches, insideOr: false)
        try tokens.next()
        guard tokens.kind == .end else { throw fail("Filter is not an object") }
        return branches.map { branch in
            branch.values.sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
        }
    }

    func fail(_ reason: String) -> EventPatternError { tokens.failure(reason) }

    private mutating func object(_ branches: inout [Branch], insideOr: Bool) throws(EventPatternError) {
        var isEmpty = true
        try tokens.next()
        while tokens.kind != .endObject {
            isEmpty = false
            try member(&branches, insideOr: insideOr)
            try tokens.next()
        }
        if isEmpty { throw fail("Empty objects are not allowed") }
    }

    private mutating func member(_ branches: inout [Branch], insideOr: Bool) throws(EventPatternError) {
        let name = tokens.text
        if name == "$or" { return try alternatives(&branches) }
        if insideOr, Self.reservedInsideOr.contains(name) {
            throw fail("\(name) is Ruler reserved fieldName which cannot be used inside $or.")
        }
        try tokens.next()
        path.append(name)
        defer { path.removeLast() }
        switch tokens.kind {
        case .startObject: try object(&branches, insideOr: insideOr)
        case .startArray: try field(&branches)
        default: throw fail("\"\(name)\" must be an object or an array")
        }
    }

    /// `$or`: each object of the array starts from the branches read so far.
    private mutating func alternatives(_ branches: inout [Branch]) throws(EventPatternError) {
        try tokens.next()
        guard tokens.kind == .startArray else { throw fail("It must be an Array followed with $or.") }
        let current = branches.isEmpty ? [[:]] : branches
        branches = []
        var count = 0
        try tokens.next()
        while tokens.kind != .endArray {
            guard tokens.kind == .startObject else {
                throw fail("Only JSON object is allowed in array of $or relationship.")
            }
            var added = current
            try object(&added, insideOr: true)
            branches += added
            count += 1
            guard branches.count <= EventPattern.combinationsMax else {
                throw EventPatternError(
                    reason:
                        "Rule is too complex - $or yields more than \(EventPattern.combinationsMax)"
                        + " combinations"
                )
            }
            try tokens.next()
        }
        guard count >= 2 else { throw fail("There must have at least 2 Objects in $or relationship.") }
    }

    private mutating func field(_ branches: inout [Branch]) throws(EventPatternError) {
        let start = tokens.location - 1
        var matchers: [Matcher] = []
        try tokens.next()
        while tokens.kind != .endArray {
            matchers.append(try alternative())
            try tokens.next()
        }
        if matchers.isEmpty { throw fail("Empty arrays are not allowed") }
        guard !WildcardComplexity(matchers.flatMap(\.wildcards)).isExcessive else {
            throw EventPatternError(
                reason: "Rule is too complex - try using fewer wildcard characters or fewer"
                    + " repeating character sequences after a wildcard character")
        }
        order += 1
        let name = path.joined(separator: ".")
        let field = PatternField(
            path: name, matchers: matchers,
            wanted: String(decoding: tokens.bytes[start..<tokens.location], as: UTF8.self),
            order: order, depth: path.count)
        if branches.isEmpty { branches = [[:]] }
        for index in branches.indices { branches[index][name] = field }
    }

    private mutating func alternative() throws(EventPatternError) -> Matcher {
        switch tokens.kind {
        case .startObject: return try expression()
        case .string: return Self.exact(tokens.readText())
        case .number: return .number(Array(tokens.text.utf8), FixedPoint.parse(tokens.text))
        case .null, .true, .false: return .literal(Array(tokens.text.utf8))
        default: throw fail("Match value must be String, number, true, false, or null")
        }
    }

    static func exact(_ text: String) -> Matcher {
        if let address = InternetAddress(text) { return .address(Array(text.utf8), address) }
        return .string(Array(text.utf8))
    }

    /// Names that may not be fields inside `$or`, because they are or may become operators.
    private static let reservedInsideOr: Set<String> = [
        "exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric",
        "cidr",
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after",
        "date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range",
        "ip-address-not-in-range",
    ]
}

extension Matcher {
    var wildcards: [Wildcard] {
        switch self {
        case .wildcard(let wildcard): [wildcard]
        case .except(let others): others.flatMap(\.wildcards)
        default: []
        }
    }
}
