internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// The values of a template's functions for one stack.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
struct Evaluation: Sendable {
    let mappings: JSONObject
    /// As `Ref` answers them.
    let parameters: [String: JSON]
    let pseudo: PseudoParameters
    var conditions: [String: Bool] = [:]
    /// What resources that exist answer.
    var resources: [String: ResourceRecord] = [:]
    /// Whether resources that do not exist answer a placeholder instead of an error, for change sets.
    var knowsLater = false
    /// The exports looked up so far, by name.
    var imports: [String: String] = [:]

    /// What stands for a value that only the deployment will tell.
    static let later = "{{changeSet:KNOWN_AFTER_APPLY}}"

    /// Thrown when the value of an export is needed that was not looked up yet.
    struct ImportNeeded: Error {
        let name: String
    }

    /// The value with all functions done; nil for `AWS::NoValue`.
    func value(_ json: JSON) throws -> JSON? {
        switch json {
        case .array(let elements):
            return .array(try elements.compactMap { try value($0) })
        case .object(let object):
            if object.count == 1, let member = object.members.first, Self.isFunction(member.name) {
                return try call(member.name, member.value)
            }
            var result = JSONObject()
            for member in object.members {
                if let value = try value(member.value) { result[member.name] = value }
            }
            return .object(result)
        default:
            return json
        }
    }

    /// The value where `AWS::NoValue` makes no sense: then null.
    func required(_ json: JSON) throws -> JSON { try value(json) ?? .null }

    private static func isFunction(_ name: String) -> Bool {
        name == "Ref" || name == "Condition" || name.hasPrefix("Fn::")
    }

    private func call(_ function: String, _ argument: JSON) throws -> JSON? {
        switch function {
        case "Ref": return try reference(argument)
        case "Condition":
            // A policy statement has a member of this name too; only a text that names a condition is a
            // function.
            guard let name = argument.string else {
                return .object(["Condition": try required(argument)])
            }
            return .bool(try condition(named: name))
        case "Fn::GetAtt": return try attribute(argument)
        case "Fn::Sub": return .string(try substitute(argument))
        case "Fn::Join": return .string(try join(argument))
        case "Fn::Select": return try select(argument)
        case "Fn::Split": return try split(argument)
        case "Fn::FindInMap": return try find(argument)
        case "Fn::ImportValue": return try imported(argument)
        case "Fn::Base64":
            return .string(Base64.encoded(Array(try text(argument, of: "Fn::Base64").utf8)))
        case "Fn::Cidr": return try blocks(argument)
        case "Fn::GetAZs":
            let region = try text(argument, of: "Fn::GetAZs")
            return .array(PseudoParameters.zones(of: region.isEmpty ? pseudo.region : region))
        case "Fn::If": return try branch(argument)
        case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Fn::Contains", "Fn::EachMemberIn",
            "Fn::EachMemberEquals":
            return .bool(try isMet(.object([function: argument])))
        case "Fn::Transform", "Fn::Length", "Fn::ToJsonString", "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll":
            throw NotImplemented(function)
        default:
            throw ValidationError.template("Unrecognized function \(function)")
        }
    }

    /// A scalar as text, after functions.
    func text(_ json: JSON, of function: String) throws -> String {
        guard let text = try required(json).scalarText else {
            throw ValidationError.template("every \(function) object must have a String-typed value.")
        }
        return text
    }

    // MARK: References

    private func reference(_ argument: JSON) throws -> JSON? {
        guard let name = argument.string else {
            throw ValidationError.template("all Ref values must be strings: \(argument.text)")
        }
        if name == "AWS::NoValue" { return nil }
        if let value = parameters[name] ?? pseudo.value(of: name) { return value }
        guard let record = resources[name] else { return try later(name) }
        return .string(record.physicalID)
    }

    private func later(_ name: String) throws -> JSON {
        guard knowsLater else {
            throw ValidationError.format(
                "Unresolved resource dependencies [\(name)] in the Resources block of the template")
        }
        return .string(Self.later)
    }

    private func attribute(_ argument: JSON) throws -> JSON? {
        var parts: [JSON]
        if let text = argument.string {
            parts = text.split(separator: ".", maxSplits: 1).map { .string(String($0)) }
        } else {
            parts = argument.array ?? []
        }
        guard parts.count == 2, let name = parts[0].string else {
            throw ValidationError.template(
                "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"
            )
        }
        parts[1] = try required(parts[1])
        guard let attribute = parts[1].scalarText, !attribute.isEmpty else {
            throw ValidationError.template(
                "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"
            )
        }
        return try self.attribute(attribute, of: name)
    }

    private func attribute(_ attribute: String, of name: String) throws -> JSON {
        guard let record = resources[name] else { return try later(name) }
        guard let value = record.attributes[attribute] else {
            if knowsLater { return .string(Self.later) }
            throw ValidationError.template(
                "resource \(name) does not support attribute type \(attribute) in Fn::GetAtt")
        }
        return value
    }

    // MARK: Texts and lists

    private func substitute(_ argument: JSON) throws -> String {
        let template: String
        var variables: [String: String] = [:]
        if let text = argument.string {
            template = text
        } else if let parts = argument.array, parts.count == 2, let text = parts[0].string,
            case .object(let object) = parts[1]
        {
            template = text
            for member in object.members {
                variables[member.name] = try self.text(member.value, of: "Fn::Sub")
            }
        } else {
            throw ValidationError.template(
                "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string"
            )
        }
        return try Substitution(template).parts.map { part in
            switch part {
            case .text(let text): return text
            case .name(let name): return try variables[name] ?? text(named: name)
            }
        }.joined()
    }

    private func text(named name: String) throws -> String {
        let value: JSON?
        if !name.hasPrefix("AWS::"), let dot = name.firstIndex(of: ".") {
            value = try attribute(String(name[name.index(after: dot)...]), of: String(name[..<dot]))
        } else {
            value = try reference(.string(name))
        }
        guard let text = value?.scalarText else {
            throw ValidationError.template(
                "Fn::Sub expression does not resolve to a string: \(name)")
        }
        return text
    }

    private func list(_ json: JSON) throws -> [JSON]? {
        // A list given by another function.
        if case .array(let elements) = json { return try elements.compactMap { try value($0) } }
        return try value(json)?.array
    }

    private func join(_ argument: JSON) throws -> String {
        let complaint = ValidationError.template(
            "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined."
        )
        guard let parts = argument.array, parts.count == 2, let delimiter = parts[0].string else {
            throw complaint
        }
        guard let elements = try list(parts[1]) else {
            if knowsLater { return Self.later }
            throw complaint
        }
        return try elements.map { element in
            guard let text = element.scalarText else { throw complaint }
            return text
        }.joined(separator: delimiter)
    }

    private func select(_ argument: JSON) throws -> JSON? {
        guard let parts = argument.array, parts.count == 2 else {
            throw ValidationError.template(
                "Fn::Select requires a list argument with two elements: an integer index and a list")
        }
        guard let index = try required(parts[0]).scalarText.flatMap({ Int($0) }), index >= 0 else {
            throw ValidationError.template("Fn::Select requires a list argument with a valid index")
        }
        guard let elements = try list(parts[1]) else {
            if knowsLater { return .string(Self.later) }
            throw ValidationError.template(
                "Fn::Select requires a list argument with two elements: an integer index and a list")
        }
        guard index < elements.count else {
            throw ValidationError.template("Fn::Select cannot select nonexistent value at index \(index)")
        }
        return elements[index]
    }

    private func split(_ argument: JSON) throws -> JSON? {
        guard let parts = argument.array, parts.count == 2, let delimiter = parts[0].string,
            !delimiter.isEmpty,
            let source = try required(parts[1]).scalarText
        else {
            throw ValidationError.template(
                "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split."
            )
        }
        return .array(source.separated(by: delimiter).map { .string($0) })
    }

    private func find(_ argument: JSON) throws -> JSON? {
        guard let parts = argument.array, parts.count == 3 else {
            throw ValidationError.template(
                "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value"
            )
        }
        let names = try parts.map { try text($0, of: "Fn::FindInMap") }
        guard let value = mappings[names[0]]?[names[1]]?[names[2]] else {
            throw ValidationError.template("Unable to get mapping for \(names.joined(separator: "::"))")
        }
        return value
    }

    private func imported(_ argument: JSON) throws -> JSON? {
        let name = try text(argument, of: "Fn::ImportValue")
        guard let value = imports[name] else { throw ImportNeeded(name: name) }
        return .string(value)
    }

    private func blocks(_ argument: JSON) throws -> JSON? {
        guard let parts = argument.array, parts.count == 2 || parts.count == 3 else {
            throw ValidationError.template("every Fn::Cidr object requires two or three parameters")
        }
        let block = try text(parts[0], of: "Fn::Cidr")
        let numbers = try parts.dropFirst().map { Int(try text($0, of: "Fn::Cidr")) }
        guard let count = numbers[0], numbers.count == 1 || numbers[1] != nil,
            let blocks = AddressBlock(block)?.split(
                count: count, hostBits: numbers.count == 2 ? numbers[1] : nil)
        else {
            throw ValidationError.template(
                "every Fn::Cidr object requires a valid CIDR block, a count between 1 and 256 and valid cidrBits"
            )
        }
        return .array(blocks.map { .string($0) })
    }

    private func branch(_ argument: JSON) throws -> JSON? {
        guard let parts = argument.array, parts.count == 3, let name = parts[0].string else {
            throw ValidationError.template(
                "Fn::If requires a list argument with three elements")
        }
        return try value(parts[try condition(named: name) ? 1 : 2])
    }
}

extension String {
    /// The parts between a delimiter, empty ones too.
    func separated(by delimiter: String) -> [String] {
        let bytes = Array(utf8)
        let wanted = Array(delimiter.utf8)
        var parts: [String] = []
        var start = 0
        var position = 0
        while position + wanted.count <= bytes.count {
            if bytes[position..<(position + wanted.count)].elementsEqual(wanted) {
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
                position += wanted.count
                start = position
            } else {
                position += 1
            }
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }
}
