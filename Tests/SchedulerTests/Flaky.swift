import Kernel
import LambdaInterface
import Store
import Synchronization
import Wire

/// Stands in for Lambda: fails so many times, then takes what it gets. By kernel, since tests run at once.
struct Flaky: Service, LambdaInterface {
    typealias Call = Kernel.Call

    static let failures = Mutex<[ObjectIdentifier: Int]>([:])
    static let taken = Mutex<[ObjectIdentifier: [String]]>([:])
    static let namespace = "flaky"

    let kernel: Kernel

    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        let id = ObjectIdentifier(kernel)
        let left = Self.failures.withLock { failures in
            let left = failures[id] ?? 0
            failures[id] = max(0, left - 1)
            return left
        }
        guard left == 0 else {
            throw DeliveryFailure.transient(code: "ServiceException", message: "not now")
        }
        Self.taken.withLock { $0[id, default: []].append(String(decoding: delivery.payload, as: UTF8.self)) }
    }
}

extension ServiceDescriptor {
    static let flaky = ServiceDescriptor(Flaky.self)
}
