/// What takes from the source of a mapping and gives to its function.
protocol MappingPoller: Sendable {
    var mapping: Mapping { get }

    /// Polls until the mapping ends or changes.
    func run() async

    func stop()
}
