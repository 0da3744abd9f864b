/// The sizes in bytes that DynamoDB counts for limits, capacity and table sizes.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
public enum ItemSize {
    /// The most bytes an item may have.
    public static let itemMax = 400 * 1024

    /// Names and values of all attributes.
    public static func of(_ item: [String: AttributeValue]) -> Int {
        var size = 0
        for (name, value) in item { size += name.utf8.count + of(value) }
        return size
    }

    public static func of(_ value: AttributeValue) -> Int {
        switch value {
        case .string(let text): text.utf8.count
        case .number(let number): of(number)
        case .binary(let bytes): bytes.count
        case .boolean, .null, .faulty: 1
        // Three bytes for the container and one for each element.
        case .list(let elements): elements.reduce(3) { $0 + 1 + of($1) }
        case .map(let entries): entries.reduce(3) { $0 + 1 + $1.key.utf8.count + of($1.value) }
        case .stringSet(let elements): elements.reduce(0) { $0 + $1.utf8.count }
        case .numberSet(let elements): elements.reduce(0) { $0 + of($1) }
        case .binarySet(let elements): elements.reduce(0) { $0 + $1.count }
        }
    }

    /// One byte for every two digits, one for the exponent, one for a minus.
    static func of(_ number: Number) -> Int {
        if number.isZero { return 1 }
        return (number.digitCount + 1) / 2 + 1 + (number < .zero ? 1 : 0)
    }
}
