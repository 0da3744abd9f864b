extension XMLReader {
    /// The byte at an offset, 0 beyond the end: no markup contains a 0.
    @inline(__always)
    func at(_ offset: Int) -> UInt8 {
        // SAFETY: the offset is checked; callers only count upwards from zero.
        offset < bytes.byteCount ? bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : 0
    }

    func starts(with text: StaticString) -> Bool {
        // SAFETY: a static string of ASCII has a pointer representation.
        for index in 0..<text.utf8CodeUnitCount where at(offset + index) != text.utf8Start[index] {
            return false
        }
        return true
    }

    private mutating func skip(past text: StaticString) throws(WireError) {
        while !starts(with: text) {
            guard offset < bytes.byteCount else { throw error(.unexpectedEnd) }
            offset += 1
        }
        offset += text.utf8CodeUnitCount
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func skipSpace() {
        while isSpace(at(offset)) { offset += 1 }
    }

    /// Passes over a comment or processing instruction.
    private mutating func skipRemark() throws(WireError) -> Bool {
        if starts(with: "<!--") {
            try skip(past: "-->")
        } else if starts(with: "<?") {
            try skip(past: "?>")
        } else {
            return false
        }
        return true
    }

    /// What may stand before and after the root.
    mutating func skipMisc() throws(WireError) {
        repeat { skipSpace() } while try skipRemark()
    }

    /// Advances to the next tag, over text between elements.
    mutating func skipText() throws(WireError) {
        while true {
            while offset < bytes.byteCount, at(offset) != UInt8(ascii: "<") { offset += 1 }
            guard offset < bytes.byteCount else { throw error(.unexpectedEnd) }
            if starts(with: "<![CDATA[") {
                try skip(past: "]]>")
            } else if !(try skipRemark()) {
                return
            }
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            0x80...:
            true
        default: false
        }
    }

    private mutating func name() throws(WireError) -> Range<Int> {
        let start = offset
        while isNameByte(at(offset)) { offset += 1 }
        guard offset > start else { throw error() }
        return start..<offset
    }

    /// Reads a start tag into `element`; false when none begins here.
    mutating func startTag() throws(WireError) -> Bool {
        guard at(offset) == UInt8(ascii: "<"), isNameByte(at(offset + 1)) else { return false }
        offset += 1
        var tag = Tag()
        tag.name = try name()
        let start = offset
        while true {
            let before = offset
            skipSpace()
            switch at(offset) {
            case UInt8(ascii: ">"):
                tag.attributes = start..<offset
                offset += 1
                element = tag
                return true
            case UInt8(ascii: "/"):
                tag.attributes = start..<offset
                tag.isEmpty = true
                guard at(offset + 1) == UInt8(ascii: ">") else { throw error() }
                offset += 2
                element = tag
                return true
            default:
                guard offset > before else { throw error() }
                try skipAttribute()
            }
        }
    }

    private mutating func skipAttribute() throws(WireError) {
        _ = try name()
        skipSpace()
        guard at(offset) == UInt8(ascii: "=") else { throw error() }
        offset += 1
        skipSpace()
        let quote = at(offset)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw error() }
        offset += 1
        while at(offset) != quote {
            guard offset < bytes.byteCount, at(offset) != UInt8(ascii: "<") else { throw error() }
            offset += 1
        }
        offset += 1
    }

    /// The value of an attribute by its whole name, or by the part behind its prefix.
    func value(ofAttribute name: [UInt8], in attributes: Range<Int>) -> Range<Int>? {
        var index = attributes.lowerBound
        while index < attributes.upperBound {
            while index < attributes.upperBound, isSpace(at(index)) { index += 1 }
            let start = index
            while isNameByte(at(index)) { index += 1 }
            let found = start..<index
            while index < attributes.upperBound, at(index) != UInt8(ascii: "\""),
                at(index) != UInt8(ascii: "'")
            {
                index += 1
            }
            let quote = at(index)
            let open = index + 1
            index = open
            while index < attributes.upperBound, at(index) != quote { index += 1 }
            if isName(found, name) { return open..<index }
            index += 1
        }
        return nil
    }

    func isName(_ range: Range<Int>, _ name: [UInt8]) -> Bool {
        guard range.count == name.count else { return false }
        for index in 0..<name.count where at(range.lowerBound + index) != name[index] { return false }
        return true
    }

    /// Compares without the prefix of a namespace.
    func isLocalName(_ range: Range<Int>, _ name: [UInt8]) -> Bool {
        if isName(range, name) { return true }
        guard range.count > name.count,
            at(range.upperBound - name.count - 1) == UInt8(ascii: ":")
        else { return false }
        return isName(range.upperBound - name.count..<range.upperBound, name)
    }

    /// Enters the next child of the element, or reads the element's end tag and returns false.
    mutating func child(of name: Range<Int>) throws(WireError) -> Bool {
        if element.isEmpty, element.name == name {
            element.isEmpty = false
            element.name = 0..<0
            return false
        }
        try skipText()
        if try startTag() { return true }
        try endTag(name)
        return false
    }

    mutating func endTag(_ name: Range<Int>) throws(WireError) {
        guard starts(with: "</") else { throw error() }
        offset += 2
        for index in name {
            guard at(offset) == at(index) else { throw error() }
            offset += 1
        }
        skipSpace()
        guard at(offset) == UInt8(ascii: ">") else { throw error() }
        offset += 1
    }

    /// Passes over the rest of the element whose start tag was read.
    mutating func skipElement() throws(WireError) {
        guard !element.isEmpty else { return }
        var open = [element.name]
        while let name = open.last {
            try skipText()
            if try startTag() {
                guard depth + open.count < WireLimits.depth else { throw error(.tooDeep) }
                if !element.isEmpty { open.append(element.name) }
            } else {
                try endTag(name)
                open.removeLast()
            }
        }
        element.isEmpty = false
    }

    /// The text of the element whose start tag was read, up to and with its end tag.
    mutating func content() throws(WireError) -> [UInt8] {
        let name = element.name
        guard !element.isEmpty else {
            element.isEmpty = false
            return []
        }
        var out: [UInt8] = []
        while true {
            let start = offset
            while offset < bytes.byteCount, at(offset) != UInt8(ascii: "<") { offset += 1 }
            guard offset < bytes.byteCount else { throw error(.unexpectedEnd) }
            out.append(contentsOf: try unescaped(start..<offset, isAttribute: false))
            if starts(with: "<![CDATA[") {
                let inner = offset + 9
                try skip(past: "]]>")
                for index in inner..<offset - 3 { out.append(at(index)) }
            } else if at(offset + 1) == UInt8(ascii: "/") {
                try endTag(name)
                return out
            } else if !(try skipRemark()) {
                throw error(.wrongType(found: .map, expected: member?.kind ?? .string))
            }
        }
    }

    /// Resolves entities and normalises line ends.
    func unescaped(_ range: Range<Int>, isAttribute: Bool) throws(WireError) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = at(index)
            index += 1
            switch byte {
            case UInt8(ascii: "&"): try appendEntity(at: &index, end: range.upperBound, to: &out)
            case 0x0D:
                if index < range.upperBound, at(index) == 0x0A { index += 1 }
                out.append(0x0A)
            default: out.append(byte)
            }
        }
        return out
    }

    private func appendEntity(at index: inout Int, end: Int, to out: inout [UInt8]) throws(WireError) {
        let start = index
        while index < end, at(index) != UInt8(ascii: ";"), index - start < 12 { index += 1 }
        guard index < end, at(index) == UInt8(ascii: ";") else { throw error() }
        let name = bytes.extracting(start..<index).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        index += 1
        switch name {
        case "amp": out.append(UInt8(ascii: "&"))
        case "lt": out.append(UInt8(ascii: "<"))
        case "gt": out.append(UInt8(ascii: ">"))
        case "quot": out.append(UInt8(ascii: "\""))
        case "apos": out.append(UInt8(ascii: "'"))
        default:
            guard name.hasPrefix("#") else { throw error() }
            let digits = name.dropFirst()
            let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let value, value != 0, let scalar = Unicode.Scalar(value) else { throw error() }
            out.append(contentsOf: Array(String(Character(scalar)).utf8))
        }
    }
}
