/// Writes shapes as XML elements.
struct XMLWriter: ShapeWriter, ~Copyable {
    struct Frame {
        var schema: Schema?
        /// The structure, list or map; nil for a structure without an element of its own.
        var member: Member?
        /// The element to close at the end.
        var name: [UInt8]?
    }

    private(set) var bytes: [UInt8] = []
    /// The member whose value is written next.
    private var member: Member?
    /// The element of that value.
    private var name: [UInt8] = []
    /// Overrides the name of the next element; used for the root.
    var root: (name: [UInt8], namespace: XMLNamespace?)?
    /// Whether the last start tag still takes attributes.
    private var isTagOpen = false
    private let alwaysMilliseconds: Bool
    /// Whether the message of a failure is spelled `Message`, whatever the model says.
    var capitalisesMessage = false

    /// Without a root, the members of the first structure stand side by side.
    init(root: String? = nil, namespace: XMLNamespace? = nil, alwaysMilliseconds: Bool = false) {
        if let root { self.root = (Array(root.utf8), namespace) }
        self.alwaysMilliseconds = alwaysMilliseconds
        bytes.reserveCapacity(480)
    }

    consuming func finish() -> [UInt8] { bytes }

    /// Writes markup of our own.
    mutating func raw(_ markup: String) {
        closeTag()
        bytes.append(contentsOf: markup.utf8)
    }

    /// Writes an element with a text.
    mutating func element(_ name: String, _ text: String) {
        raw("<\(name)>")
        Self.write(text, to: &bytes)
        bytes.append(contentsOf: "</\(name)>".utf8)
    }

    private mutating func closeTag() {
        guard isTagOpen else { return }
        isTagOpen = false
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func open(_ name: [UInt8], _ namespace: XMLNamespace?) {
        closeTag()
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: name)
        if let namespace {
            bytes.append(contentsOf: " xmlns".utf8)
            if let prefix = namespace.prefix { bytes.append(contentsOf: ":\(prefix)".utf8) }
            bytes.append(contentsOf: "=\"\(namespace.uri)\"".utf8)
        }
        isTagOpen = true
    }

    private mutating func close(_ name: [UInt8]) {
        closeTag()
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: ">"))
    }

    /// Writes a scalar as an element or an attribute.
    private mutating func scalar(_ text: String) {
        guard let member else { return Self.write(text, to: &bytes) }
        if member.isXMLAttribute, isTagOpen {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: name)
            bytes.append(contentsOf: "=\"".utf8)
            Self.write(text, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
            return
        }
        open(name, member.xmlNamespace)
        closeTag()
        Self.write(text, to: &bytes)
        close(name)
    }

    static func write(_ text: String, to out: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
            case 0x09, 0x0A: out.append(byte)
            case 0..<0x20: out.append(contentsOf: "&#x\(String(byte, radix: 16, uppercase: true));".utf8)
            default: out.append(byte)
            }
        }
    }

    // MARK: Structures, lists, maps

    mutating func beginStructure(_ schema: Schema) -> Frame {
        if let root {
            self.root = nil
            open(root.name, root.namespace)
            return Frame(schema: schema, member: nil, name: root.name)
        }
        guard let member else { return Frame(schema: schema, member: nil, name: nil) }
        open(name, member.xmlNamespace)
        return Frame(schema: schema, member: member, name: name)
    }

    mutating func member(_ position: Int, _ frame: inout Frame) {
        select(frame.schema?.members[position])
        if capitalisesMessage, frame.name == nil, name.elementsEqual("message".utf8) {
            name = Array("Message".utf8)
        }
    }

    private mutating func select(_ next: Member?) {
        member = next
        name = next?.xmlName ?? []
    }

    mutating func endStructure(_ frame: Frame) {
        if let name = frame.name { close(name) }
    }

    private mutating func beginCollection() -> Frame {
        guard let member, !member.isFlattened else { return Frame(member: member, name: nil) }
        open(name, member.xmlNamespace)
        return Frame(member: member, name: name)
    }

    mutating func beginList(count: Int) -> Frame { beginCollection() }

    mutating func element(_ frame: inout Frame) {
        select(frame.member?.element)
        if let list = frame.member, list.isFlattened { name = list.xmlName }
    }

    mutating func endList(_ frame: Frame) {
        if let name = frame.name { close(name) }
    }

    mutating func beginMap(count: Int) -> Frame { beginCollection() }

    mutating func key(_ key: String, _ frame: inout Frame) {
        guard let map = frame.member else { return }
        closeEntry(&frame)
        open(map.entryName, map.isFlattened ? map.xmlNamespace : nil)
        frame.schema = Schema.entry
        select(map.key)
        scalar(key)
        select(map.element)
    }

    private mutating func closeEntry(_ frame: inout Frame) {
        guard frame.schema != nil, let map = frame.member else { return }
        close(map.entryName)
    }

    mutating func endMap(_ frame: Frame) {
        var frame = frame
        closeEntry(&frame)
        if let name = frame.name { close(name) }
    }

    // MARK: Values

    mutating func string(_ value: String) { scalar(value) }
    mutating func integer(_ value: Int) { scalar(String(value)) }
    mutating func double(_ value: Double) { scalar(value.wireText) }
    mutating func boolean(_ value: Bool) { scalar(value ? "true" : "false") }
    mutating func blob(_ value: [UInt8]) { scalar(Base64.encoded(value)) }
    mutating func document(_ value: JSON) { scalar(value.text) }
    mutating func stream(_ value: BodyStream) {}

    mutating func timestamp(_ value: Timestamp) {
        scalar(value.text(member?.timestampFormat ?? .iso8601, alwaysMilliseconds: alwaysMilliseconds))
    }
}

extension Schema {
    /// Marks a map whose entry is open.
    static let entry = Schema("entry", [])
}

extension Member {
    /// The element of a map's entry.
    var entryName: [UInt8] { isFlattened ? xmlName : Array("entry".utf8) }
}
