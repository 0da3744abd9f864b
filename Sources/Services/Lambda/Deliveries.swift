internal import Kernel
internal import LambdaInterface
internal import Store

extension Lambda {
    /// Takes in what another service has for a function: the event waits in the queue of its own transaction.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard delivery.action == "lambda:InvokeFunction" else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "\(delivery.target) does not accept \(delivery.action).")
        }
        guard delivery.payload.count <= Limits.eventSizeMax else {
            throw DeliveryFailure.permanent(
                code: "RequestTooLargeException",
                message: "\(delivery.payload.count) byte payload is too large for the Event invocation type "
                    + "(limit \(Limits.eventSizeMax) bytes)")
        }
        let reference = try FunctionReference(delivery.target)
        _ = try resolve(reference, call, in: tx)
        let draft = QueuedEvent.Draft(
            function: reference.name, qualifier: reference.qualifier, payload: delivery.payload, context: nil)
        let requestID = kernel.names.name(in: call.makeFlow())
        let row = try enqueue(draft, requestID: requestID, call, in: tx)
        call.noteArrival(requestID, row: row)
    }
}
