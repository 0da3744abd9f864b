internal import Wire

/// What values at one place of events were seen to look like.
///
/// It grows with every value that it takes in, up to limits behind which it allows anything, so that a stream
/// of ever new names comes to an end.
struct ValueShape: Sendable, Equatable {
    /// Levels below which anything is allowed.
    static let depthMax = 32
    /// Members of one object; one that has more may have any.
    static let membersMax = 256
    /// Members of all objects together.
    static let sizeMax = 2_000

    struct Kinds: OptionSet, Sendable, Equatable {
        let rawValue: Int

        static let null = Kinds(rawValue: 1)
        static let boolean = Kinds(rawValue: 2)
        static let integer = Kinds(rawValue: 4)
        static let number = Kinds(rawValue: 8)
        /// Any text.
        static let string = Kinds(rawValue: 16)
        /// Texts that all were dates with times.
        static let dateTime = Kinds(rawValue: 32)
        static let array = Kinds(rawValue: 64)
        static let object = Kinds(rawValue: 128)
        /// An object that may have members which are not told.
        static let open = Kinds(rawValue: 256)
        /// Whatever there is.
        static let anything = Kinds(rawValue: 512)
    }

    struct Member: Sendable, Equatable {
        let name: String
        var shape: ValueShape
        /// Whether every object seen had it.
        var isRequired: Bool
    }

    var kinds: Kinds = []
    /// In the order in which they were seen.
    var members: [Member] = []
    /// The shape of an array's elements, where there were some; one at most.
    var elements: [ValueShape] = []

    /// Members of this object and all below.
    var size: Int {
        members.reduce(0) { $0 + 1 + $1.shape.size } + elements.reduce(0) { $0 + $1.size }
    }

    // MARK: Knowing

    /// Whether a value looks like what was seen before.
    func covers(_ value: JSON) -> Bool {
        if kinds.contains(.anything) { return true }
        switch value {
        case .null: return kinds.contains(.null)
        case .bool: return kinds.contains(.boolean)
        case .number(let digits):
            return kinds.contains(.number) || kinds.contains(.integer) && Self.isInteger(digits)
        case .string(let text):
            return kinds.contains(.string) || kinds.contains(.dateTime) && Self.isDateTime(text)
        case .array(let values):
            guard kinds.contains(.array) else { return false }
            guard let element = elements.first else { return values.isEmpty }
            return values.allSatisfy { element.covers($0) }
        case .object(let object): return kinds.contains(.object) && covers(object)
        }
    }

    private func covers(_ object: JSONObject) -> Bool {
        var known = 0
        for member in members {
            if let value = object[member.name] {
                guard member.shape.covers(value) else { return false }
                known += 1
            } else if member.isRequired {
                return false
            }
        }
        return known == object.count || kinds.contains(.open)
    }

    // MARK: Learning

    /// Takes a value in; it is covered from then on.
    mutating func learn(_ value: JSON) {
        var room = Self.sizeMax - size
        learn(value, depth: 0, &room)
    }

    private mutating func learn(_ value: JSON, depth: Int, _ room: inout Int) {
        guard !kinds.contains(.anything) else { return }
        guard depth < Self.depthMax else {
            self = ValueShape(kinds: .anything)
            return
        }
        switch value {
        case .null: kinds.insert(.null)
        case .bool: kinds.insert(.boolean)
        case .number(let digits):
            if !Self.isInteger(digits) {
                kinds.remove(.integer)
                kinds.insert(.number)
            } else if !kinds.contains(.number) {
                kinds.insert(.integer)
            }
        case .string(let text):
            if !Self.isDateTime(text) {
                kinds.remove(.dateTime)
                kinds.insert(.string)
            } else if !kinds.contains(.string) {
                kinds.insert(.dateTime)
            }
        case .array(let values):
            kinds.insert(.array)
            for value in values {
                if elements.isEmpty { elements.append(ValueShape()) }
                elements[0].learn(value, depth: depth + 1, &room)
            }
        case .object(let object): learn(object, depth: depth, &room)
        }
    }

    private mutating func learn(_ object: JSONObject, depth: Int, _ room: inout Int) {
        let isFirst = !kinds.contains(.object)
        kinds.insert(.object)
        var places: [String: Int] = [:]
        for (place, member) in members.enumerated() {
            places[member.name] = place
            if object[member.name] == nil { members[place].isRequired = false }
        }
        for member in object.members {
            if let place = places[member.name] {
                members[place].shape.learn(member.value, depth: depth + 1, &room)
            } else if members.count < Self.membersMax, room > 0 {
                room -= 1
                var shape = ValueShape()
                shape.learn(member.value, depth: depth + 1, &room)
                members.append(Member(name: member.name, shape: shape, isRequired: isFirst))
            } else {
                kinds.insert(.open)
            }
        }
    }

    private static func isInteger(_ digits: String) -> Bool {
        !digits.utf8.contains {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
        }
    }

    /// RFC 3339, as the format `date-time` has it.
    static func isDateTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(40))
        guard (20...35).contains(bytes.count),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
        else { return false }
        return Timestamp(parsing: text, .iso8601) != nil
    }
}
