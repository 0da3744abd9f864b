/// The type of a value in generated code, in terms that all languages have.
indirect enum BindingType: Equatable, Sendable {
    case any, string, dateTime, integer, number, boolean
    case list(BindingType)
    /// An object whose names are data.
    case map(BindingType)
    /// A record or an enumeration of the model, by its name.
    case named(String)
}

/// A class or structure of generated code.
struct BindingRecord: Sendable {
    struct Field: Sendable {
        /// As JSON has it.
        let name: String
        let type: BindingType
        let isRequired: Bool
        let isNullable: Bool
        let summary: String?
    }

    let name: String
    let summary: String?
    let fields: [Field]
}

/// A set of texts of which a value is one.
struct BindingEnumeration: Sendable {
    let name: String
    let values: [String]
}
