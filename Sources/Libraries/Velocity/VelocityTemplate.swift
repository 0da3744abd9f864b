/// A template in the part of the Velocity language that mapping templates use: references with
/// properties, methods and indices, `#set`, `#if`, `#foreach`, `#break`, `#stop`, comments.
///
/// `#macro`, `#define`, `#parse`, `#include` and `#evaluate` are refused when a template is read.
/// <https://velocity.apache.org/engine/1.7/vtl-reference.html>
public struct VelocityTemplate: Sendable {
    private let nodes: [VelocityNode]

    /// Reads a template of at most `VelocityLimits.templateSizeMax` bytes.
    public init(parsing text: String) throws(VelocityError) {
        guard text.utf8.count <= VelocityLimits.templateSizeMax else {
            throw VelocityError("The template is longer than \(VelocityLimits.templateSizeMax) bytes.")
        }
        var parser = VelocityParser(text)
        nodes = try parser.template()
    }

    /// What the template yields with these variables. Throws for what has no meaning, and when a limit is
    /// met.
    public func render(_ variables: [String: VelocityValue]) throws(VelocityError) -> String {
        try renderWithVariables(variables).text
    }

    /// The same, with the variables as they are in the end.
    public func renderWithVariables(
        _ variables: [String: VelocityValue]
    ) throws(VelocityError) -> (text: String, variables: [String: VelocityValue]) {
        var rendering = VelocityRendering(variables: variables)
        _ = try rendering.run(nodes)
        return (String(decoding: rendering.output, as: UTF8.self), rendering.variables)
    }
}
