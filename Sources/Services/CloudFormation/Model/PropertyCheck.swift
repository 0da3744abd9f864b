internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// What is wrong with the properties of a resource, and what changed about them.
enum PropertyCheck {
    /// Throws AWS's text, naming the property; a property that would have no effect is refused.
    static func check(_ properties: JSON, against type: ResourceType) throws(ValidationError) {
        let given = properties.object?.names ?? []
        let unknown = given.filter { !type.properties.contains($0) && !type.properties.contains("*") }
        guard unknown.isEmpty else {
            throw ValidationError(
                "Property validation failure: [Encountered unsupported properties in {/}: [\(unknown.joined(separator: ", "))]] (\(type.name))"
            )
        }
        let missing = type.required.subtracting(given).sorted()
        guard missing.isEmpty else {
            let list = missing.map { "The property {/\($0)} is required" }.joined(separator: ", ")
            throw ValidationError("Property validation failure: [\(list)]")
        }
    }

    /// The properties that differ; `Tags` stands for the tags that the stack hands down, too.
    static func changed(
        from record: ResourceRecord, to wish: Deployment.Wish, tags: [String: String]
    ) -> Set<String> {
        var changed = names(from: record.properties, to: wish.properties)
        if wish.type.properties.contains("Tags"), record.tags != tags { changed.insert("Tags") }
        return changed
    }

    static func names(from old: JSON, to new: JSON) -> Set<String> {
        let before = old.object ?? JSONObject()
        let after = new.object ?? JSONObject()
        return Set(before.names).union(after.names).filter { name in
            guard let a = before[name], let b = after[name] else { return true }
            return !a.isSame(as: b)
        }
    }
}
