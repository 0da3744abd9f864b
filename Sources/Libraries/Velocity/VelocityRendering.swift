internal import Wire

/// One run of a template.
struct VelocityRendering {
    /// Why a run of nodes ended.
    enum End {
        case finished, loopLeft, stopped
    }

    var variables: [String: VelocityValue]
    var output: [UInt8] = []
    private var steps = 0

    init(variables: [String: VelocityValue]) {
        self.variables = variables
    }

    mutating func step() throws(VelocityError) {
        steps += 1
        guard steps <= VelocityLimits.stepsMax else {
            throw VelocityError("The template takes more than \(VelocityLimits.stepsMax) steps.")
        }
    }

    /// Charges work in proportion to what it touches: a step for each kilobyte, or each value.
    mutating func charge(_ count: Int) throws(VelocityError) {
        steps = min(steps &+ max(0, count), VelocityLimits.stepsMax)
        try step()
    }

    /// Charges for the values within one, so that none grows beyond what can be written or nests too deep.
    mutating func charge(for data: JSON, depth: Int = 0) throws(VelocityError) {
        guard depth < JSON.depthMax else { throw VelocityError("A value nests too deep.") }
        switch data {
        case .array(let elements):
            try charge(elements.count)
            for element in elements { try charge(for: element, depth: depth + 1) }
        case .object(let object):
            try charge(object.count)
            for member in object.members { try charge(for: member.value, depth: depth + 1) }
        case .string(let text): try charge(text.utf8.count >> 10)
        default: return
        }
    }

    private mutating func write(_ text: String) throws(VelocityError) {
        try charge(text.utf8.count >> 10)
        guard output.count + text.utf8.count <= VelocityLimits.outputSizeMax else { throw Self.tooLong }
        output.append(contentsOf: text.utf8)
    }

    static var tooLong: VelocityError {
        VelocityError("What the template yields is longer than \(VelocityLimits.outputSizeMax) bytes.")
    }

    mutating func run(_ nodes: [VelocityNode]) throws(VelocityError) -> End {
        for node in nodes {
            try step()
            switch node {
            case .text(let text): try write(text)
            case .reference(let reference): try write(try shown(reference))
            case .set(let target, let expression): try assign(try value(of: expression), to: target)
            case .leaveLoop: return .loopLeft
            case .stop: return .stopped
            case .condition(let cases, let otherwise):
                let end = try choose(cases, otherwise)
                guard end == .finished else { return end }
            case .loop(let variable, let list, let body):
                guard try loop(variable, over: list, body) == .finished else { return .stopped }
            }
        }
        return .finished
    }

    private mutating func choose(
        _ cases: [(test: VelocityExpression, body: [VelocityNode])], _ otherwise: [VelocityNode]
    ) throws(VelocityError) -> End {
        for (test, body) in cases where try value(of: test).isTrue { return try run(body) }
        return try run(otherwise)
    }

    // MARK: Loops

    private mutating func loop(
        _ variable: String, over list: VelocityExpression, _ body: [VelocityNode]
    ) throws(VelocityError) -> End {
        let elements: [JSON]
        switch try value(of: list) {
        case .data(.array(let values)): elements = values
        case .data(.object(let object)): elements = object.members.map(\.value)
        default: return .finished
        }
        let outer = (variables[variable], variables["foreach"], variables["velocityCount"])
        defer {
            variables[variable] = outer.0
            variables["foreach"] = outer.1
            variables["velocityCount"] = outer.2
        }
        for (index, element) in elements.prefix(VelocityLimits.roundsMax).enumerated() {
            try step()
            variables[variable] = .data(element)
            let isLast = index + 1 == elements.count
            variables["foreach"] = .data([
                "index": .number(String(index)), "count": .number(String(index + 1)),
                "hasNext": .bool(!isLast), "first": .bool(index == 0), "last": .bool(isLast),
            ])
            variables["velocityCount"] = .data(.number(String(index + 1)))
            switch try run(body) {
            case .finished: continue
            case .loopLeft: return .finished
            case .stopped: return .stopped
            }
        }
        return .finished
    }

    // MARK: References

    /// A reference to a name that was never given stands as it was written; one to nothing is empty.
    private mutating func shown(_ reference: VelocityReference) throws(VelocityError) -> String {
        guard variables[reference.name] != nil else { return reference.isQuiet ? "" : reference.source }
        return try value(of: reference).text
    }

    mutating func value(of reference: VelocityReference) throws(VelocityError) -> VelocityValue {
        guard var value = variables[reference.name] else { return .null }
        for (position, part) in reference.steps.enumerated() {
            try step()
            switch part {
            case .property(let name): value = try Self.property(name, of: value)
            case .index(let expression): value = try Self.element(try self.value(of: expression), of: value)
            case .call(let method, let expressions):
                var arguments: [VelocityValue] = []
                for expression in expressions { arguments.append(try self.value(of: expression)) }
                let place = VelocityReference(
                    name: reference.name, steps: Array(reference.steps.prefix(position)), isQuiet: true,
                    line: reference.line)
                value = try call(method, arguments, on: value, at: place)
            }
        }
        return value
    }

    private mutating func call(
        _ method: String, _ arguments: [VelocityValue], on value: VelocityValue, at place: VelocityReference
    ) throws(VelocityError) -> VelocityValue {
        for argument in arguments { try charge((argument.data?.string?.utf8.count ?? 0) >> 10) }
        switch value {
        case .object(let object):
            if let answer = try object.call(method, arguments) {
                try charge((answer.data?.string?.utf8.count ?? 0) >> 10)
                return answer
            }
        case .data(let data):
            let given = arguments.map { $0.data ?? .string($0.text) }
            try charge(Self.cost(of: method, on: data, given))
            if let (changed, answer) = VelocityMethods.change(data, method, given) {
                for argument in given { try charge(for: argument, depth: place.steps.count + 1) }
                try assign(.data(changed), to: place)
                return .data(answer)
            }
            if let answer = try VelocityMethods.answer(data, method, given) { return .data(answer) }
            if data.isNull { return .null }
        }
        throw VelocityError("There is no method \(method) of \(place.name).", line: place.line)
    }

    /// What a method may have to look at: a text is searched for another one at each of its places.
    private static func cost(of method: String, on data: JSON, _ arguments: [JSON]) -> Int {
        switch data {
        case .string(let text):
            let (product, overflow) = text.utf8.count.multipliedReportingOverflow(
                by: max(1, arguments.first?.string?.utf8.count ?? 1))
            return overflow ? .max : product >> 10
        case .array(let elements): return elements.count >> 3
        case .object(let object): return object.count >> 3
        default: return 0
        }
    }

    private static func property(_ name: String, of value: VelocityValue) throws(VelocityError)
        -> VelocityValue
    {
        switch value {
        case .object(let object): try object.property(name) ?? .null
        case .data(let data): .data(data[name] ?? VelocityMethods.property(data, name) ?? .null)
        }
    }

    private static func element(
        _ index: VelocityValue, of value: VelocityValue
    ) throws(VelocityError) -> VelocityValue {
        switch value {
        case .object(let object): return try object.property(index.text) ?? .null
        case .data(.array(let elements)):
            guard let number = index.data?.integer, elements.indices.contains(number) else { return .null }
            return .data(elements[number])
        case .data(let data): return .data(data[index.text] ?? .null)
        }
    }

    // MARK: Assignment

    private mutating func assign(
        _ value: VelocityValue, to target: VelocityReference
    ) throws(VelocityError) {
        guard !target.steps.isEmpty else {
            variables[target.name] = value
            return
        }
        guard case .data(let root)? = variables[target.name] else {
            throw VelocityError("$\(target.name) cannot be changed.", line: target.line)
        }
        let data = value.data ?? .string(value.text)
        try charge(for: data, depth: target.steps.count)
        variables[target.name] = .data(try changed(root, target.steps[...], data, target.line))
    }

    private mutating func changed(
        _ root: JSON, _ steps: ArraySlice<VelocityReference.Step>, _ value: JSON, _ line: Int
    ) throws(VelocityError) -> JSON {
        guard let first = steps.first else { return value }
        var key: VelocityValue
        switch first {
        case .property(let name): key = .text(name)
        case .index(let expression): key = try self.value(of: expression)
        case .call("get", let expressions) where expressions.count == 1:
            key = try self.value(of: expressions[0])
        case .call(let method, _):
            throw VelocityError("What \(method) answers cannot be changed.", line: line)
        }
        let rest = steps.dropFirst()
        switch root {
        case .object(var object):
            object[key.text] = try changed(object[key.text] ?? .null, rest, value, line)
            return .object(object)
        case .array(var elements):
            guard let number = key.data?.integer, elements.indices.contains(number) else {
                throw VelocityError("There is no element \(key.text).", line: line)
            }
            elements[number] = try changed(elements[number], rest, value, line)
            return .array(elements)
        default: throw VelocityError("Only maps and lists can be changed.", line: line)
        }
    }
}
