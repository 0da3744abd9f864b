/// A structure or union of a service's public interface, generated from the service model.
///
/// A shape knows its schema and walks it with whatever reader or writer it is given, so one shape serves
/// every wire protocol on both sides of the wire.
public protocol Shape: Sendable {
    static var schema: Schema { get }

    init(from reader: inout some (ShapeReader & ~Copyable & ~Escapable)) throws(WireError)

    func write(to writer: inout some (ShapeWriter & ~Copyable))

    /// Whether all values keep the constraints of the model. Generated for what requests bring, so that the
    /// walk that names violations is taken only when there are some.
    var keepsConstraints: Bool { get }

    /// `init(from:)` and `write(to:)` for JSON. Generated inputs and outputs of JSON services state these, so
    /// that the compiler makes a copy of the walk for this one reader, three times as fast as the general
    /// one.
    init(fromJSON reader: inout JSONReader) throws(WireError)
    func write(toJSON writer: inout JSONWriter)
}

extension Shape {
    public var keepsConstraints: Bool { ConstraintChecker.violations(in: self).isEmpty }

    public init(fromJSON reader: inout JSONReader) throws(WireError) { try self.init(from: &reader) }

    public func write(toJSON writer: inout JSONWriter) { write(to: &writer) }
}

/// An error that a caller of a service can meet, with the facts every wire protocol needs to spell it.
///
/// Generated errors conform to this and to `Shape`; their own members travel beside code and message.
public protocol Failure: Error, Sendable {
    /// The name of the error shape, for example `QueueDoesNotExist`: what `__type` carries.
    var code: String { get }
    /// The code in the query protocol where it differs, for example
    /// `AWS.SimpleQueueService.NonExistentQueue`.
    var queryCode: String { get }
    /// The HTTP status.
    var status: Int { get }
    var message: String { get }
    /// Whether the caller is to blame (`Sender` in the query protocol) or the service (`Receiver`).
    var isSenderFault: Bool { get }
}

extension Failure {
    public var queryCode: String { code }
    public var isSenderFault: Bool { status < 500 }
}

/// The answer to a call of an operation that AWS has and Apus has not yet.
public struct NotImplemented: Failure {
    public let code = "NotImplemented"
    public let status = 501
    public let message: String

    public init(_ operation: String) {
        message = "\(operation) is not implemented."
    }
}
