internal import DynamoDBExpressions
internal import DynamoDBInterface

/// What a key condition selects: one partition and a range of sort keys in it.
struct KeyRange {
    let range: ByteRange
    /// The attributes of the key, which a filter must not name.
    let keyNames: [String]

    init(_ condition: Predicate, _ schema: KeySchema) throws(ValidationException) {
        var parts: [Predicate] = []
        try Self.collect(condition, into: &parts)
        var byName: [String: Predicate] = [:]
        for part in parts {
            let name = try Self.name(part)
            guard byName.updateValue(part, forKey: name) == nil else {
                throw ValidationException("KeyConditionExpressions must only contain one condition per key")
            }
        }
        guard parts.count <= 2 else {
            throw ValidationException("Conditions can be of length 1 or 2 only")
        }
        guard let partition = byName[schema.partition.name] else {
            throw ValidationException("Query condition missed key schema element: \(schema.partition.name)")
        }
        guard case .comparison(.equal, let left, let right) = partition,
            let value = left.constant ?? right.constant
        else { throw ValidationException("Query key condition not supported") }
        try Self.check(value, schema.partition)
        let prefix = KeySchema.partitionPrefix(value)
        keyNames = schema.names
        guard parts.count == 2 else {
            range = ByteRange(prefix: prefix)
            return
        }
        guard let sort = schema.sort, let condition = byName[sort.name] else {
            let missing = schema.sort?.name
            throw ValidationException(
                missing.map { "Query condition missed key schema element: \($0)" }
                    ?? "Query key condition not supported")
        }
        range = try Self.range(condition, sort, prefix)
    }

    private static func collect(
        _ condition: Predicate, into parts: inout [Predicate]
    ) throws(ValidationException) {
        switch condition {
        case .and(let left, let right):
            try collect(left, into: &parts)
            try collect(right, into: &parts)
        case .or: throw refused("OR")
        case .not: throw refused("NOT")
        case .membership: throw refused("IN")
        case .exists: throw refused("attribute_exists")
        case .notExists: throw refused("attribute_not_exists")
        case .type: throw refused("attribute_type")
        case .contains: throw refused("contains")
        case .comparison(.notEqual, _, _): throw refused("<>")
        case .comparison, .between, .beginsWith: parts.append(condition)
        }
    }

    private static func refused(_ name: String) -> ValidationException {
        ValidationException("Invalid operator used in KeyConditionExpression: \(name)")
    }

    /// The attribute that a part is about.
    private static func name(_ part: Predicate) throws(ValidationException) -> String {
        let operands: [Operand]
        switch part {
        case .comparison(_, let left, let right): operands = [left, right]
        case .beginsWith(let left, let right): operands = [left, right]
        case .between(let operand, let low, let high): operands = [operand, low, high]
        default: operands = []
        }
        for operand in operands { if case .size = operand { throw refused("size") } }
        let paths = operands.compactMap(\.path)
        guard let path = paths.first else {
            throw ValidationException(
                "Invalid condition in KeyConditionExpression: No key attribute specified")
        }
        guard paths.count == 1 else {
            throw ValidationException(
                "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")
        }
        guard path.rest.isEmpty else {
            throw ValidationException("KeyConditionExpressions cannot have conditions on nested attributes")
        }
        return path.attribute
    }

    private static func check(
        _ value: AttributeValue, _ attribute: KeySchema.Attribute
    ) throws(ValidationException) {
        guard value.kind == attribute.kind else {
            throw .invalid("Condition parameter type does not match schema type")
        }
        guard ItemSize.of(value) > 0 else {
            let type = value.kind == .string ? "string" : "binary"
            throw ValidationException(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
                    + "contain an empty \(type) value. Key: \(attribute.name)")
        }
    }

    private static func range(
        _ condition: Predicate, _ sort: KeySchema.Attribute, _ prefix: [UInt8]
    ) throws(ValidationException) -> ByteRange {
        func bytes(_ operand: Operand) throws(ValidationException) -> [UInt8] {
            guard let value = operand.constant else {
                throw ValidationException("Query key condition not supported")
            }
            try check(value, sort)
            var bytes = prefix
            value.writeOrdered(to: &bytes)
            return bytes
        }
        let end = ByteRange.successor(prefix)
        switch condition {
        case .between(.path, let low, let high):
            return ByteRange(low: try bytes(low), high: ByteRange.successor(try bytes(high)))
        case .beginsWith(.path, let start):
            guard let value = start.constant else {
                throw ValidationException("Query key condition not supported")
            }
            try check(value, sort)
            var bytes = prefix
            value.writeOrderedPrefix(to: &bytes)
            return ByteRange(prefix: bytes)
        case .comparison(let comparator, let left, let right):
            let isTurned = left.path == nil
            let point = try bytes(isTurned ? left : right)
            let after = ByteRange.successor(point)
            switch (comparator, isTurned) {
            case (.equal, _): return ByteRange(prefix: point)
            case (.less, false), (.greater, true): return ByteRange(low: prefix, high: point)
            case (.lessOrEqual, false), (.greaterOrEqual, true): return ByteRange(low: prefix, high: after)
            case (.greater, false), (.less, true): return ByteRange(low: after ?? point, high: end)
            default: return ByteRange(low: point, high: end)
            }
        default: throw ValidationException("Query key condition not supported")
        }
    }
}
