/// Holds a value outside the structure it belongs to, so that a structure may contain itself.
@propertyWrapper
public indirect enum Boxed<Value: Sendable>: Sendable {
    case value(Value)

    public init(wrappedValue: Value) { self = .value(wrappedValue) }

    public var wrappedValue: Value {
        get {
            switch self {
            case .value(let value): value
            }
        }
        set { self = .value(newValue) }
    }
}
