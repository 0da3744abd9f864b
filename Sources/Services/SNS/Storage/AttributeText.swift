internal import Wire

/// Attributes that are never searched, as one column of JSON.
enum AttributeText {
    static func encode(_ attributes: [String: String]) -> String {
        var object = JSONObject()
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
        return JSON.object(object).text
    }

    static func decode(_ text: String) -> [String: String] {
        var attributes: [String: String] = [:]
        let members: [JSONObject.Member]
        do {
            members = try JSON(parsing: text).object?.members ?? []
        } catch {
            return [:]
        }
        for member in members { attributes[member.name] = member.value.string }
        return attributes
    }
}
