import Wire

/// A value of a message together with the path that leads to it, so that a refusal can name the place.
struct Field {
    let path: String
    let value: JSON?

    init(path: String = "$", _ value: JSON?) {
        self.path = path
        self.value = value
    }

    subscript(name: String) -> Field { Field(path: "\(path).\(name)", value?[name]) }

    func reject(_ reason: String) -> Rejection { Rejection(path, reason) }

    var isPresent: Bool {
        guard let value else { return false }
        return !value.isNull
    }

    func object() throws(Rejection) -> JSONObject {
        guard isPresent else { throw reject("is missing") }
        guard let object = value?.object else { throw reject("must be an object") }
        return object
    }

    /// Refuses members that the schema does not know: a misspelt name must not pass as an absent one.
    func object(allowing names: Set<String>) throws(Rejection) {
        for name in try object().names where !names.contains(name) {
            throw Rejection("\(path).\(name)", "is not in the schema")
        }
    }

    static let textLengthMax = 256

    func text(max: Int = Self.textLengthMax) throws(Rejection) -> String {
        guard isPresent else { throw reject("is missing") }
        guard let text = value?.string else { throw reject("must be a string") }
        guard !text.isEmpty else { throw reject("must not be empty") }
        guard text.utf8.count <= max else { throw reject("must have at most \(max) bytes") }
        return text
    }

    func optionalText() throws(Rejection) -> String? { isPresent ? try text() : nil }

    func participant() throws(Rejection) -> ParticipantID {
        guard let id = ParticipantID(try text()) else { throw reject("must be ten digits") }
        return id
    }

    func elements(max: Int) throws(Rejection) -> [Field] {
        guard isPresent else { throw reject("is missing") }
        guard let array = value?.array else { throw reject("must be an array") }
        guard array.count <= max else { throw reject("must have at most \(max) elements") }
        return array.enumerated().map { Field(path: "\(path)[\($0.offset)]", $0.element) }
    }

    func optionalElements(max: Int) throws(Rejection) -> [Field] { isPresent ? try elements(max: max) : [] }

    func meterPoint() throws(Rejection) -> MeterPoint {
        let digits = try text()
        guard digits.utf8.count == 13, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw reject("must be thirteen digits")
        }
        guard let meter = MeterPoint(digits) else { throw reject("has a wrong check digit") }
        return meter
    }

    func timestamp() throws(Rejection) -> Timestamp {
        let text = try text()
        guard let first = text.utf8.first, first >= 0x30, first <= 0x39,
            let timestamp = Timestamp(parsing: text, .iso8601)
        else { throw reject("must be a time of ISO 8601") }
        return timestamp
    }
}
