internal import Wire

extension VelocityRendering {
    mutating func value(of expression: VelocityExpression) throws(VelocityError) -> VelocityValue {
        try step()
        switch expression {
        case .value(let data): return .data(data)
        case .reference(let reference): return try value(of: reference)
        case .interpolation(let nodes): return try interpolated(nodes)
        case .list(let expressions):
            var elements: [JSON] = []
            for expression in expressions {
                let element = try data(of: expression)
                try charge(for: element, depth: 1)
                elements.append(element)
            }
            return .data(.array(elements))
        case .range(let first, let last): return try range(try data(of: first), try data(of: last))
        case .map(let members):
            var object = JSONObject()
            for (key, value) in members {
                let element = try data(of: value)
                try charge(for: element, depth: 1)
                object[try self.value(of: key).text] = element
            }
            return .data(.object(object))
        case .not(let inner): return .data(.bool(try !value(of: inner).isTrue))
        case .negative(let inner):
            return try calculated(.minus, .number("0"), try data(of: inner))
        case .binary(let sign, let left, let right): return try binary(sign, left, right)
        }
    }

    private mutating func data(of expression: VelocityExpression) throws(VelocityError) -> JSON {
        let value = try value(of: expression)
        return value.data ?? .string(value.text)
    }

    private mutating func interpolated(_ nodes: [VelocityNode]) throws(VelocityError) -> VelocityValue {
        let outer = output
        output = []
        defer { output = outer }
        _ = try run(nodes)
        return .text(String(decoding: output, as: UTF8.self))
    }

    private func range(_ first: JSON, _ last: JSON) throws(VelocityError) -> VelocityValue {
        guard let first = first.integer, let last = last.integer else { return .null }
        let (distance, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, abs(distance) < VelocityLimits.roundsMax else {
            throw VelocityError("A range has at most \(VelocityLimits.roundsMax) elements.")
        }
        let numbers = stride(from: first, through: last, by: distance < 0 ? -1 : 1)
        return .data(.array(numbers.map { .number(String($0)) }))
    }

    // MARK: Operations

    private mutating func binary(
        _ sign: VelocityOperator, _ left: VelocityExpression, _ right: VelocityExpression
    ) throws(VelocityError) -> VelocityValue {
        switch sign {
        case .and:
            guard try value(of: left).isTrue else { return .data(false) }
            return .data(.bool(try value(of: right).isTrue))
        case .or:
            if try value(of: left).isTrue { return .data(true) }
            return .data(.bool(try value(of: right).isTrue))
        default: break
        }
        let a = try data(of: left)
        let b = try data(of: right)
        switch sign {
        case .equal: return .data(.bool(Self.areEqual(a, b)))
        case .unequal: return .data(.bool(!Self.areEqual(a, b)))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let x = a.double, let y = b.double else { return .data(false) }
            switch sign {
            case .less: return .data(.bool(x < y))
            case .lessOrEqual: return .data(.bool(x <= y))
            case .greater: return .data(.bool(x > y))
            default: return .data(.bool(x >= y))
            }
        default: return try calculated(sign, a, b)
        }
    }

    private static func areEqual(_ a: JSON, _ b: JSON) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        if a == b { return true }
        switch (a, b) {
        // Values of different kinds are compared by their texts.
        case (.null, _), (_, .null): return false
        case (.string, _), (_, .string): return VelocityValue.data(a).text == VelocityValue.data(b).text
        default: return false
        }
    }

    private mutating func calculated(
        _ sign: VelocityOperator, _ a: JSON, _ b: JSON
    ) throws(VelocityError) -> VelocityValue {
        if sign == .plus, a.string != nil || b.string != nil {
            let text = VelocityValue.data(a).text + VelocityValue.data(b).text
            guard text.utf8.count <= VelocityLimits.outputSizeMax else { throw Self.tooLong }
            try charge(text.utf8.count >> 10)
            return .text(text)
        }
        if let x = a.integer, let y = b.integer { return try Self.calculated(sign, x, y) }
        guard let x = a.double, let y = b.double else { return .null }
        let result: Double
        switch sign {
        case .plus: result = x + y
        case .minus: result = x - y
        case .times: result = x * y
        case .over: result = x / y
        default: result = x.truncatingRemainder(dividingBy: y)
        }
        return result.isFinite ? .data(.number(String(result))) : .null
    }

    private static func calculated(
        _ sign: VelocityOperator, _ x: Int, _ y: Int
    ) throws(VelocityError) -> VelocityValue {
        let (result, overflow): (Int, Bool)
        switch sign {
        case .plus: (result, overflow) = x.addingReportingOverflow(y)
        case .minus: (result, overflow) = x.subtractingReportingOverflow(y)
        case .times: (result, overflow) = x.multipliedReportingOverflow(by: y)
        case .over:
            guard y != 0 else { return .null }
            (result, overflow) = x.dividedReportingOverflow(by: y)
        default:
            guard y != 0 else { return .null }
            (result, overflow) = x.remainderReportingOverflow(dividingBy: y)
        }
        guard !overflow else { throw VelocityError("A number is out of range.") }
        return .data(.number(String(result)))
    }
}
