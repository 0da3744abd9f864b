internal import Wire

/// The formats of strings that are checked where checking is asked for; others are comments.
enum ValueFormat: String, Sendable {
    case dateTime = "date-time"
    case date, time, email, hostname, ipv4, ipv6, uri
    case uriReference = "uri-reference"
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"

    func includes(_ text: String) -> Bool {
        switch self {
        case .dateTime: return Self.isDateTime(text)
        case .date: return Self.isDate(text[...])
        case .time: return Self.isTime(text[...])
        case .email: return Self.isEmail(text)
        case .hostname: return Self.isHostname(text[...])
        case .ipv4: return Self.isIPv4(text[...])
        case .ipv6: return Self.isIPv6(text)
        case .uri: return Self.isURI(text, isReference: false)
        case .uriReference: return Self.isURI(text, isReference: true)
        case .jsonPointer: return JSONPointer.names(text[...]) != nil
        case .relativeJSONPointer: return Self.isRelativePointer(text)
        }
    }

    // MARK: Times. RFC 3339

    private static func number(_ text: Substring, _ count: Int, _ range: ClosedRange<Int>) -> Int? {
        guard text.utf8.count == count, text.unicodeScalars.allSatisfy(\.isDigit), let value = Int(text),
            range.contains(value)
        else { return nil }
        return value
    }

    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], 4, 0...9999),
            let month = number(parts[1], 2, 1...12)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return number(parts[2], 2, 1...days) != nil
    }

    private static func isTime(_ text: Substring) -> Bool {
        var clock = text
        var offset = 0
        if let last = clock.last, last == "Z" || last == "z" {
            clock.removeLast()
        } else {
            guard let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return false }
            let parts = clock[sign...].dropFirst().split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let hours = number(parts[0], 2, 0...23),
                let minutes = number(parts[1], 2, 0...59)
            else { return false }
            offset = (hours * 60 + minutes) * (clock[sign] == "-" ? -1 : 1)
            clock = clock[..<sign]
        }
        let fraction = clock.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if fraction.count == 2 {
            guard !fraction[1].isEmpty, fraction[1].unicodeScalars.allSatisfy(\.isDigit) else { return false }
        }
        let parts = fraction[0].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hours = number(parts[0], 2, 0...23),
            let minutes = number(parts[1], 2, 0...59),
            let seconds = number(parts[2], 2, 0...60)
        else { return false }
        // A leap second ends a day of UTC.
        return seconds < 60 || (hours * 60 + minutes - offset + 2880) % 1440 == 1439
    }

    private static func isDateTime(_ text: String) -> Bool {
        guard let mark = text.firstIndex(where: { $0 == "T" || $0 == "t" }) else { return false }
        return isDate(text[..<mark]) && isTime(text[text.index(after: mark)...])
    }

    // MARK: Names of hosts and people

    private static func isHostname(_ text: Substring) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isEmail(_ text: String) -> Bool {
        guard let mark = text.lastIndex(of: "@") else { return false }
        let (local, host) = (text[..<mark], text[text.index(after: mark)...])
        guard (1...64).contains(local.utf8.count) else { return false }
        if host.hasPrefix("["), host.hasSuffix("]") {
            let address = host.dropFirst().dropLast()
            guard isIPv4(address) || address.hasPrefix("IPv6:") && isIPv6(String(address.dropFirst(5))) else {
                return false
            }
        } else if !isHostname(host) {
            return false
        }
        if local.hasPrefix("\""), local.hasSuffix("\""), local.utf8.count > 1 { return true }
        return local.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { $0.isAlphanumeric || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
        }
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                number(part, part.utf8.count, 0...255) != nil && (part == "0" || part.first != "0")
            }
    }

    private static func isIPv6(_ text: String) -> Bool {
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count >= 3, groups.count <= 9 else { return false }
        var count = groups.count
        if let last = groups.last, last.contains(".") {
            guard isIPv4(last) else { return false }
            groups[groups.count - 1] = "0"
            count += 1
        }
        let holes = groups.indices.filter { groups[$0].isEmpty }
        guard groups.allSatisfy({ $0.utf8.count <= 4 && $0.utf8.allSatisfy(\.isHexadecimal) }) else {
            return false
        }
        if holes.isEmpty { return count == 8 }
        // One run of zeros, told by an empty group; at an end it takes two.
        let atStart = groups[0].isEmpty
        let atEnd = groups[groups.count - 1].isEmpty
        let inner = holes.count - (atStart ? 1 : 0) - (atEnd ? 1 : 0)
        guard inner == 1, !atStart || groups[1].isEmpty, !atEnd || groups[groups.count - 2].isEmpty else {
            return false
        }
        return count - holes.count <= 7
    }

    // MARK: Addresses. RFC 3986, RFC 6901

    private static func isURI(_ text: String, isReference: Bool) -> Bool {
        let address = SchemaAddress(text)
        guard isReference || address.scheme != nil else { return false }
        if let scheme = address.scheme {
            guard scheme.utf8.first?.isLetter == true,
                scheme.utf8.allSatisfy({ $0.isAlphanumeric || "+-.".utf8.contains($0) })
            else { return false }
        }
        if let authority = address.authority {
            guard isAuthority(authority) else { return false }
        }
        let allowed = "!$&'()*+,;=:@/?-._~"
        return isEncoded(address.path, allowed) && isEncoded(address.query ?? "", allowed)
            && isEncoded(address.fragment ?? "", allowed)
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        var host = text
        if let mark = host.lastIndex(of: "@") {
            guard isEncoded(host[..<mark], "!$&'()*+,;=:-._~") else { return false }
            host = host[host.index(after: mark)...]
        }
        if let end = host.lastIndex(of: "]") {
            guard host.first == "[", isIPv6(String(host[..<end].dropFirst())) else { return false }
            let port = host[end...].dropFirst()
            return port.isEmpty || port.first == ":" && port.dropFirst().unicodeScalars.allSatisfy(\.isDigit)
        }
        if let mark = host.lastIndex(of: ":") {
            guard host[mark...].dropFirst().unicodeScalars.allSatisfy(\.isDigit) else { return false }
            host = host[..<mark]
        }
        return isEncoded(host, "!$&'()*+,;=-._~")
    }

    private static func isEncoded(_ text: Substring, _ allowed: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard bytes.popFirst()?.isHexadecimal == true, bytes.popFirst()?.isHexadecimal == true else {
                    return false
                }
            } else if !byte.isAlphanumeric, !allowed.utf8.contains(byte) {
                return false
            }
        }
        return true
    }

    private static func isRelativePointer(_ text: String) -> Bool {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty, digits == "0" || digits.first != "0" else { return false }
        let rest = text[digits.endIndex...]
        return rest == "#" || JSONPointer.names(rest) != nil
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    fileprivate var isAlphanumeric: Bool { isLetter || (0x30...0x39).contains(self) }
    fileprivate var isHexadecimal: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}
