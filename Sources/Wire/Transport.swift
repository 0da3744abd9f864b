/// What carries the calls of a generated client to a service and its answers back.
///
/// `<Service>Client` conforms to the same interface as the service itself, so that code can hold "some SQS"
/// without knowing on which side of the wire it is.
public protocol Transport: Sendable {
    /// What travels beside the input of a call: time-outs, attempts.
    associatedtype Options: Sendable

    /// Sends one call and reads its answer; throws the service's own error type where its model
    /// lists the code.
    func send<I: Shape, O: Shape>(
        _ input: I, to operation: OperationModel, of service: ServiceModel, _ options: Options
    ) async throws -> O
}
