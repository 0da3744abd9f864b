/// Bounds on a document, before and after its aliases are followed.
public enum YAMLLimits {
    /// How deep collections may nest.
    public static let depthMax = 96
    /// Nodes of the value, aliases expanded.
    public static let nodesMax = 200_000
    /// Bytes of all texts of the value, aliases expanded.
    public static let textSizeMax = 8 << 20
    /// Columns that a line may be indented by.
    static let indentMax = 400
    /// Indicators of nested collections at the beginning of one line.
    static let indicatorsMax = 64
    /// Flow collections open at once; brackets in texts count too, because the text is looked at before
    /// it is parsed.
    static let bracketsMax = 400
}
