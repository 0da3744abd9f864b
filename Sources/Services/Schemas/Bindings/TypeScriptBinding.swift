/// Writes classes in TypeScript, for version 3 and later, with a `Marshaller` between them and JSON.
struct TypeScriptBinding {
    static let reserved: Set<String> = [
        "Array", "Date", "Marshaller", "Field", "FieldType", "String", "Number", "Boolean", "Symbol",
    ]
    /// What a member of a class must not be called.
    private static let kept: Set<String> = ["constructor"]

    let model: BindingModel

    init(_ model: BindingModel) { self.model = model }

    var files: [BindingFile] {
        let folder = (["schema"] + model.package).joined(separator: "/")
        let name = model.package.joined(separator: "-").replacing("_", with: "-")
        var files = [
            BindingFile(
                "package.json",
                [
                    "{", "  \"name\": \"schema-\(name)\",", "  \"version\": \"1.0.0\",",
                    "  \"main\": \"dist/\(folder)/index.js\",", "  \"types\": \"dist/\(folder)/index.d.ts\",",
                    "  \"scripts\": { \"build\": \"tsc\" },",
                    "  \"devDependencies\": { \"typescript\": \">=3.7\" }", "}",
                ]),
            BindingFile(
                "tsconfig.json",
                [
                    "{", "  \"compilerOptions\": {", "    \"target\": \"es2017\",",
                    "    \"module\": \"commonjs\",", "    \"strict\": true,", "    \"declaration\": true,",
                    "    \"outDir\": \"dist\"", "  },", "  \"include\": [\"schema/**/*.ts\"]", "}",
                ]),
            BindingFile("\(folder)/index.ts", exports + ["export { Marshaller } from \"./marshaller\";"]),
            BindingFile("\(folder)/model.ts", exports),
            BindingFile("\(folder)/field.ts", TypeScriptMarshaller.field),
            BindingFile("\(folder)/marshaller.ts", TypeScriptMarshaller.lines(root: meta(model.root))),
        ]
        files += model.records.map { BindingFile("\(folder)/\($0.name).ts", lines($0)) }
        files += model.enumerations.map { BindingFile("\(folder)/\($0.name).ts", lines($0)) }
        return files
    }

    private var names: [String] { (model.records.map(\.name) + model.enumerations.map(\.name)).sorted() }
    private var exports: [String] { names.map { "export { \($0) } from \"./\($0)\";" } }

    private func type(_ type: BindingType) -> String {
        switch type {
        case .any: "any"
        case .string: "string"
        case .dateTime: "Date"
        case .integer, .number: "number"
        case .boolean: "boolean"
        case .list(let element): "Array<\(self.type(element))>"
        case .map(let value): "{ [name: string]: \(self.type(value)) }"
        case .named(let name): name
        }
    }

    /// A type as the marshaller reads it.
    private func meta(_ type: BindingType) -> String {
        switch type {
        case .any: "\"any\""
        case .string: "\"string\""
        case .dateTime: "\"date-time\""
        case .integer: "\"integer\""
        case .number: "\"number\""
        case .boolean: "\"boolean\""
        case .list(let element): "[\"list\", \(meta(element))]"
        case .map(let value): "[\"map\", \(meta(value))]"
        case .named(let name): "\"\(name)\""
        }
    }

    private func lines(_ record: BindingRecord) -> [String] {
        let properties = Spelling.distinct(
            record.fields.map(\.name), avoiding: Self.kept, { Spelling.camel($0) })
        var used: Set<String> = []
        for field in record.fields { Self.names(in: field.type, &used) }
        used.remove(record.name)
        var lines = ["import { Field } from \"./field\";"]
        lines += used.sorted().map { "import { \($0) } from \"./\($0)\";" }
        lines.append("")
        if let summary = record.summary { lines.append("// \(Spelling.comment(summary))") }
        lines.append("export class \(record.name) {")
        for (property, field) in zip(properties, record.fields) {
            if let summary = field.summary { lines.append("    // \(Spelling.comment(summary))") }
            let mark = field.isRequired ? "!" : "?"
            let null = field.isNullable ? " | null" : ""
            lines.append("    public \(property)\(mark): \(type(field.type))\(null);")
        }
        lines += ["", "    public static readonly fields: ReadonlyArray<Field> = ["]
        for (property, field) in zip(properties, record.fields) {
            lines.append(
                "        { name: \(Spelling.quoted(field.name)), property: \"\(property)\", type: \(meta(field.type)),"
                    + " required: \(field.isRequired), nullable: \(field.isNullable) },")
        }
        return lines + ["    ];", "}"]
    }

    private static func names(in type: BindingType, _ names: inout Set<String>) {
        switch type {
        case .named(let name): names.insert(name)
        case .list(let inner), .map(let inner): Self.names(in: inner, &names)
        default: break
        }
    }

    private func lines(_ enumeration: BindingEnumeration) -> [String] {
        let names = Spelling.distinct(enumeration.values, avoiding: []) {
            Spelling.snake($0).uppercased()
        }
        var lines = ["export enum \(enumeration.name) {"]
        lines += zip(names, enumeration.values).map { "    \($0) = \(Spelling.quoted($1))," }
        return lines + ["}"]
    }
}
