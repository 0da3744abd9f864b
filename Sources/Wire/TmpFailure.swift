extension ServiceModel {
    /// Tmp
    public func failure(for error: WireError, _ wireProtocol: WireProtocol) -> any Failure { NotImplemented("\(error)") }
}
