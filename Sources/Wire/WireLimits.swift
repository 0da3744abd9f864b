/// Bounds of what readers accept, so that no request can exhaust stack or memory.
public enum WireLimits {
    /// How deep structures, lists and maps may nest.
    public static let depth = 128
    /// The greatest position in a list or map of a form, and the most elements of one.
    public static let elements = 10_000
}
