internal import CloudFormationInterface
internal import Wire

/// The values of a stack's parameters, as text.
enum ParameterValues {
    /// What to show of a secret.
    static let mask = "****"

    /// Values by name: given ones, previous ones where the caller says so, defaults.
    static func resolve(
        _ given: [Parameter], for template: Template, previous: [String: String]?
    ) throws(ValidationError) -> [String: String] {
        var values: [String: String] = [:]
        let declared = Set(template.parameters.map(\.name))
        let unknown = given.compactMap(\.parameterKey).filter { !declared.contains($0) }
        guard unknown.isEmpty else {
            throw ValidationError(
                "Parameters: [\(unknown.joined(separator: ", "))] do not exist in the template")
        }
        for parameter in given {
            guard let key = parameter.parameterKey else { continue }
            guard values[key] == nil else { throw ValidationError("Duplicate parameter key \(key)") }
            if parameter.usePreviousValue == true {
                guard parameter.parameterValue == nil else {
                    throw ValidationError(
                        "Invalid input for parameter key \(key). Cannot specify usePreviousValue as true and non empty value for a parameter"
                    )
                }
                guard let previous else {
                    throw ValidationError(
                        "Invalid input for parameter key \(key). Cannot specify usePreviousValue as true for a parameter key not in the previous template"
                    )
                }
                guard let value = previous[key] else {
                    throw ValidationError(
                        "Invalid input for parameter key \(key). Cannot specify usePreviousValue as true for a parameter key not in the previous template"
                    )
                }
                values[key] = value
            } else if let value = parameter.parameterValue {
                values[key] = value
            }
        }
        var missing: [String] = []
        for parameter in template.parameters where values[parameter.name] == nil {
            if let value = parameter.defaultValue {
                values[parameter.name] = value
            } else {
                missing.append(parameter.name)
            }
        }
        guard missing.isEmpty else {
            throw ValidationError("Parameters: [\(missing.joined(separator: ", "))] must have values")
        }
        _ = try typed(values, for: template)
        return values
    }

    /// The values as `Ref` answers them.
    static func typed(
        _ values: [String: String], for template: Template
    ) throws(ValidationError) -> [String: JSON] {
        var typed: [String: JSON] = [:]
        for parameter in template.parameters {
            guard let text = values[parameter.name] else { continue }
            typed[parameter.name] = try parameter.value(of: text)
        }
        return typed
    }
}
