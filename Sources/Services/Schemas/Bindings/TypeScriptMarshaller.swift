/// The part of TypeScript's bindings that is the same for all schemas.
enum TypeScriptMarshaller {
    static let field = lines(of: fieldText)

    static func lines(root: String) -> [String] {
        lines(of: text).map { $0 == "ROOT" ? "const rootType: FieldType = \(root);" : $0 }
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static let fieldText = """
        // A type by its name, or a list or a map of a type.
        export type FieldType = any;

        // How a member of a class is spelled in JSON.
        export interface Field {
            readonly name: string;
            readonly property: string;
            readonly type: FieldType;
            readonly required: boolean;
            readonly nullable: boolean;
        }
        """

    private static let text = """
        import { Field, FieldType } from "./field";
        import * as model from "./model";

        // The type of whole events.
        ROOT

        const types: { [name: string]: any } = model;
        const scalars: { [name: string]: string } = {
            "string": "string",
            "integer": "number",
            "number": "number",
            "boolean": "boolean",
        };
        const dateTime = /^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$/;

        function wrong(path: string, wanted: string, value: any): Error {
            return new Error(path + ": expected " + wanted + ", found " + JSON.stringify(value));
        }

        function isPlain(data: any): boolean {
            return typeof data === "object" && data !== null && !Array.isArray(data);
        }

        function readDate(data: any, path: string): Date {
            const value = typeof data === "string" && dateTime.test(data) ? new Date(data) : null;
            if (value === null || isNaN(value.getTime())) {
                throw wrong(path, "a date and time", data);
            }
            return value;
        }

        function readObject(data: any, target: any, path: string): any {
            if (!isPlain(data)) {
                throw wrong(path, "an object", data);
            }
            const result = new target();
            for (const field of target.fields) {
                const place = path + "." + field.name;
                const value = Object.prototype.hasOwnProperty.call(data, field.name) ? data[field.name] : undefined;
                if (value === undefined) {
                    if (field.required) {
                        throw new Error(place + ": is missing");
                    }
                } else if (value === null && (field.nullable || !field.required)) {
                    result[field.property] = field.nullable ? null : undefined;
                } else {
                    result[field.property] = read(value, field.type, place);
                }
            }
            return result;
        }

        function read(data: any, type: FieldType, path: string): any {
            if (Array.isArray(type)) {
                if (type[0] === "list") {
                    if (!Array.isArray(data)) {
                        throw wrong(path, "a list", data);
                    }
                    return data.map((item, index) => read(item, type[1], path + "[" + index + "]"));
                }
                if (!isPlain(data)) {
                    throw wrong(path, "an object", data);
                }
                const result: { [name: string]: any } = {};
                for (const name of Object.keys(data)) {
                    result[name] = read(data[name], type[1], path + "." + name);
                }
                return result;
            }
            if (type === "any") {
                return data;
            }
            if (type === "date-time") {
                return readDate(data, path);
            }
            if (typeof type === "string" && scalars[type] !== undefined) {
                if (typeof data !== scalars[type] || (type === "integer" && !Number.isInteger(data))) {
                    throw wrong(path, type, data);
                }
                return data;
            }
            const target = typeof type === "string" ? types[type] : type;
            if (target === undefined) {
                throw new Error(path + ": there is no type " + type);
            }
            if (typeof target === "function") {
                return readObject(data, target, path);
            }
            const values = Object.keys(target).map((key) => target[key]);
            if (values.indexOf(data) < 0) {
                throw wrong(path, "one of " + values.join(", "), data);
            }
            return data;
        }

        // Turns JSON values into objects of this package and back.
        export class Marshaller {
            // An object of a class, of whole events where none is given; the error names what is wrong.
            public static unmarshall(data: any, type?: FieldType): any {
                return read(data, type === undefined ? rootType : type, "$");
            }

            // The JSON value of an object.
            public static marshall(value: any): any {
                if (value instanceof Date) {
                    return value.toISOString();
                }
                if (Array.isArray(value)) {
                    return value.map((item) => Marshaller.marshall(item));
                }
                if (!isPlain(value)) {
                    return value;
                }
                const fields = value.constructor === undefined ? undefined : value.constructor.fields;
                const result: { [name: string]: any } = {};
                if (fields === undefined) {
                    for (const name of Object.keys(value)) {
                        result[name] = Marshaller.marshall(value[name]);
                    }
                    return result;
                }
                for (const field of fields) {
                    const item = value[field.property];
                    if (item !== undefined && item !== null) {
                        result[field.name] = Marshaller.marshall(item);
                    } else if (field.required && !field.nullable) {
                        throw new Error(value.constructor.name + "." + field.property + ": is missing");
                    } else if (item === null || field.required) {
                        result[field.name] = null;
                    }
                }
                return result;
            }
        }
        """
}
