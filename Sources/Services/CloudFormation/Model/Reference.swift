internal import Wire

/// A name that a template's value refers to.
struct Reference: Hashable {
    let name: String
    /// The attribute of `Fn::GetAtt`; nil for `Ref`.
    let attribute: String?

    /// Every reference of a value; with the values of conditions only those of the branches taken.
    static func all(in value: JSON, conditions: [String: Bool]? = nil) -> [Reference] {
        var found: [Reference] = []
        collect(value, conditions, hidden: [], into: &found)
        return found
    }

    private static func collect(
        _ value: JSON, _ conditions: [String: Bool]?, hidden: Set<String>, into found: inout [Reference]
    ) {
        switch value {
        case .array(let elements):
            for element in elements { collect(element, conditions, hidden: hidden, into: &found) }
        case .object(let object):
            if object.count == 1, let member = object.members.first {
                if let own = references(of: member.name, member.value, hidden) { found += own }
                if member.name == "Fn::Sub" {
                    // The variables of a substitution are values in their own right.
                    if let variables = member.value.array?.last, member.value.array?.count == 2 {
                        collect(variables, conditions, hidden: hidden, into: &found)
                    }
                    return
                }
                if member.name == "Fn::If", let parts = member.value.array, parts.count == 3,
                    let name = parts[0].string, let isMet = conditions?[name]
                {
                    return collect(parts[isMet ? 1 : 2], conditions, hidden: hidden, into: &found)
                }
            }
            for member in object.members { collect(member.value, conditions, hidden: hidden, into: &found) }
        default: break
        }
    }

    private static func references(of function: String, _ argument: JSON, _ hidden: Set<String>)
        -> [Reference]?
    {
        switch function {
        case "Ref":
            return argument.string.map { [Reference(name: $0, attribute: nil)] }
        case "Fn::GetAtt":
            if let text = argument.string, let dot = text.firstIndex(of: ".") {
                return [
                    Reference(
                        name: String(text[..<dot]), attribute: String(text[text.index(after: dot)...]))
                ]
            }
            guard let parts = argument.array, parts.count == 2, let name = parts[0].string else { return nil }
            return [Reference(name: name, attribute: parts[1].string ?? "")]
        case "Fn::Sub":
            guard let text = argument.string ?? argument.array?.first?.string else { return nil }
            let variables = Set(argument.array?.last?.object?.names ?? [])
            return Substitution(text).names.filter { !variables.contains($0) }.map { name in
                guard !name.hasPrefix("AWS::"), let dot = name.firstIndex(of: ".") else {
                    return Reference(name: name, attribute: nil)
                }
                return Reference(
                    name: String(name[..<dot]), attribute: String(name[name.index(after: dot)...]))
            }
        default:
            return nil
        }
    }
}
