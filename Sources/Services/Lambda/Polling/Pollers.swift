internal import Kernel
final class Pollers: Sendable { init(kernel: Kernel) {} }
extension Lambda { func startMappings() async throws {} }
