/// The part of Python's bindings that is the same for all schemas.
enum PythonMarshaller {
    static func lines(root: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0 == "ROOT" ? "_ROOT = \(root)" : String($0)
        }
    }

    private static let text = #"""
        import importlib
        import re
        from datetime import datetime, timedelta, timezone
        from enum import Enum

        # The type of whole events.
        ROOT

        _DATE_TIME = re.compile(
            r"^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):?(\d\d))$"
        )


        def _resolve(name):
            return getattr(importlib.import_module("." + name, __package__), name)


        def _wrong(path, wanted, value):
            return ValueError("%s: expected %s, found %r" % (path, wanted, value))


        def _parse_datetime(text, path):
            match = _DATE_TIME.match(text) if isinstance(text, str) else None
            if match is None:
                raise _wrong(path, "a date and time", text)
            year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
            microsecond = int((match.group(7) or "")[:6].ljust(6, "0"))
            offset = timedelta()
            if match.group(9):
                offset = timedelta(hours=int(match.group(10)), minutes=int(match.group(11)))
                if match.group(9) == "-":
                    offset = -offset
            return datetime(year, month, day, hour, minute, second, microsecond, timezone(offset))


        def _format_datetime(value):
            text = value.isoformat()
            if value.tzinfo is None:
                return text + "Z"
            return text[:-6] + "Z" if text.endswith("+00:00") else text


        def _read_scalar(data, kind, path):
            if kind == "str":
                good = isinstance(data, str)
            elif kind == "bool":
                good = isinstance(data, bool)
            elif kind == "int":
                good = isinstance(data, int) and not isinstance(data, bool)
            else:
                good = isinstance(data, (int, float)) and not isinstance(data, bool)
            if not good:
                raise _wrong(path, kind, data)
            return data


        def _read_object(data, target, path):
            if not isinstance(data, dict):
                raise _wrong(path, "an object", data)
            result = target.__new__(target)
            for attribute, name, kind, required, nullable in target._fields:
                place = "%s.%s" % (path, name)
                if name not in data:
                    if required:
                        raise ValueError("%s: is missing" % place)
                    setattr(result, attribute, None)
                elif data[name] is None and (nullable or not required):
                    setattr(result, attribute, None)
                else:
                    setattr(result, attribute, _read(data[name], kind, place))
            return result


        def _read(data, kind, path):
            if isinstance(kind, tuple):
                if kind[0] == "list":
                    if not isinstance(data, list):
                        raise _wrong(path, "a list", data)
                    return [
                        _read(item, kind[1], "%s[%d]" % (path, index)) for index, item in enumerate(data)
                    ]
                if not isinstance(data, dict):
                    raise _wrong(path, "an object", data)
                return {key: _read(item, kind[1], "%s.%s" % (path, key)) for key, item in data.items()}
            if kind == "any":
                return data
            if kind == "datetime":
                return _parse_datetime(data, path)
            if kind in ("str", "bool", "int", "float"):
                return _read_scalar(data, kind, path)
            target = _resolve(kind) if isinstance(kind, str) else kind
            if issubclass(target, Enum):
                try:
                    return target(data)
                except ValueError:
                    raise _wrong(path, "one of %s" % [item.value for item in target], data)
            return _read_object(data, target, path)


        class Marshaller(object):
            """Turns JSON values into objects of this package and back."""

            @classmethod
            def unmarshall(cls, data, type_name=None):
                """An object of a class, of whole events where none is given; ValueError names what is wrong."""
                return _read(data, _ROOT if type_name is None else type_name, "$")

            @classmethod
            def marshall(cls, value):
                """The JSON value of an object: of dictionaries, lists, texts, numbers and so on."""
                if isinstance(value, Enum):
                    return value.value
                if isinstance(value, datetime):
                    return _format_datetime(value)
                if isinstance(value, (list, tuple)):
                    return [cls.marshall(item) for item in value]
                if isinstance(value, dict):
                    return {key: cls.marshall(item) for key, item in value.items()}
                if not hasattr(value, "_fields"):
                    return value
                result = {}
                for attribute, name, _, required, nullable in value._fields:
                    item = getattr(value, attribute)
                    if item is not None:
                        result[name] = cls.marshall(item)
                    elif required:
                        if not nullable:
                            raise ValueError("%s.%s: is missing" % (type(value).__name__, attribute))
                        result[name] = None
                return result
        """#
}
