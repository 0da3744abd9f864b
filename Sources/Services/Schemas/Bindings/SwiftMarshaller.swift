/// The part of Swift's bindings that is the same for all schemas.
enum SwiftMarshaller {
    static let value = lines(of: valueText)
    private static let module = "Foundation"

    static func lines(root: String) -> [String] {
        lines(of: text).map { $0 == "ROOT" ? "    public typealias Event = \(root)" : $0 }
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0 == "IMPORTS" ? "import \(module)" : String($0)
        }
    }

    private static let valueText = """
        IMPORTS

        /// A value of which the schema does not tell the type.
        public enum JSONValue: Codable, Equatable, Sendable {
            case null
            case bool(Bool)
            case integer(Int)
            case number(Double)
            case string(String)
            case array([JSONValue])
            case object([String: JSONValue])

            public init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if container.decodeNil() {
                    self = .null
                } else if let value = try? container.decode(Bool.self) {
                    self = .bool(value)
                } else if let value = try? container.decode(Int.self) {
                    self = .integer(value)
                } else if let value = try? container.decode(Double.self) {
                    self = .number(value)
                } else if let value = try? container.decode(String.self) {
                    self = .string(value)
                } else if let value = try? container.decode([JSONValue].self) {
                    self = .array(value)
                } else {
                    self = .object(try container.decode([String: JSONValue].self))
                }
            }

            public func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .null: try container.encodeNil()
                case .bool(let value): try container.encode(value)
                case .integer(let value): try container.encode(value)
                case .number(let value): try container.encode(value)
                case .string(let value): try container.encode(value)
                case .array(let value): try container.encode(value)
                case .object(let value): try container.encode(value)
                }
            }
        }
        """

    private static let text = """
        IMPORTS

        /// Turns JSON into values of this module and back.
        public enum Marshaller {
            /// The type of whole events.
        ROOT

            /// A value of a type, of whole events unless another one is asked for.
            public static func unmarshall<T: Decodable>(_ data: Data, as type: T.Type = Event.self) throws -> T {
                let decoder = JSONDecoder()
                decoder.dateDecodingStrategy = .custom { decoder in
                    let container = try decoder.singleValueContainer()
                    let text = try container.decode(String.self)
                    guard let date = date(from: text) else {
                        throw DecodingError.dataCorruptedError(
                            in: container, debugDescription: "\\(text) is no date and time")
                    }
                    return date
                }
                return try decoder.decode(type, from: data)
            }

            /// The JSON text of a value.
            public static func marshall<T: Encodable>(_ value: T) throws -> Data {
                let encoder = JSONEncoder()
                encoder.dateEncodingStrategy = .custom { date, encoder in
                    var container = encoder.singleValueContainer()
                    try container.encode(text(of: date))
                }
                return try encoder.encode(value)
            }

            private static func date(from text: String) -> Date? {
                let formatter = ISO8601DateFormatter()
                if let date = formatter.date(from: text) { return date }
                formatter.formatOptions.insert(.withFractionalSeconds)
                return formatter.date(from: text)
            }

            private static func text(of date: Date) -> String {
                let formatter = ISO8601DateFormatter()
                let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
                if milliseconds.truncatingRemainder(dividingBy: 1000) != 0 {
                    formatter.formatOptions.insert(.withFractionalSeconds)
                }
                return formatter.string(from: date)
            }
        }
        """
}
