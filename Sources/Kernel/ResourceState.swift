public import Wire

/// A resource that exists: how `Ref` and `Fn::GetAtt` see it.
public struct ResourceState: Sendable, Equatable {
    /// What `Ref` answers.
    public let physicalID: String
    /// What `Fn::GetAtt` answers, by attribute name.
    public let attributes: [String: JSON]

    public init(physicalID: String, attributes: [String: JSON] = [:]) {
        self.physicalID = physicalID
        self.attributes = attributes
    }
}
