"""JSON by hand: a recursive-descent parser that turns one long text into a deep heap of dicts, lists and strings.

Usage: json_parser.py [RECORDS [ROUNDS]]         (default 4000 4)

A document is generated, parsed, written out again and parsed once more; both texts must be equal. Objects of all
sizes are mixed, and the whole result of a round dies at once when the next begins.

Watch with -X gc-stats: live bytes as a saw-tooth, and the peak against the size of one document. Size classes show
how well dict tables and list buffers of odd sizes fit.
"""

import sys

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
NAMED = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}
REVERSE = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class JsonError(ValueError):
    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def document(self):
        value = self.value()
        self.space()
        if self.at < len(self.text):
            raise JsonError("something follows the document", self.at)
        return value

    def space(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        self.at = at

    def value(self):
        self.space()
        if self.at == len(self.text):
            raise JsonError("a value is missing", self.at)
        c = self.text[self.at]
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c in NAMED:
            word, value = NAMED[c]
            if not self.text.startswith(word, self.at):
                raise JsonError("unknown word", self.at)
            self.at += len(word)
            return value
        return self.number()

    def expect(self, c):
        self.space()
        if not self.text.startswith(c, self.at):
            raise JsonError(f"{c!r} is missing", self.at)
        self.at += 1

    def accept(self, c):
        self.space()
        if self.text.startswith(c, self.at):
            self.at += 1
            return True
        return False

    def object(self):
        self.expect("{")
        result = {}
        if not self.accept("}"):
            while True:
                self.space()
                key = self.string()
                self.expect(":")
                result[key] = self.value()
                if not self.accept(","):
                    break
            self.expect("}")
        return result

    def array(self):
        self.expect("[")
        result = []
        if not self.accept("]"):
            while True:
                result.append(self.value())
                if not self.accept(","):
                    break
            self.expect("]")
        return result

    def string(self):
        self.expect('"')
        pieces = []
        while True:
            quote = self.text.find('"', self.at)
            if quote < 0:
                raise JsonError("a string does not end", self.at)
            escape = self.text.find("\\", self.at, quote)
            if escape < 0:
                pieces.append(self.text[self.at:quote])
                self.at = quote + 1
                return "".join(pieces)
            pieces.append(self.text[self.at:escape])
            pieces.append(self.escape(escape + 1))

    def escape(self, at):
        c = self.text[at]
        if c == "u":
            self.at = at + 5
            try:
                return chr(int(self.text[at + 1:at + 5], 16))
            except ValueError:
                raise JsonError("bad \\u escape", at) from None
        if c not in ESCAPES:
            raise JsonError(f"unknown escape {c!r}", at)
        self.at = at + 1
        return ESCAPES[c]

    def number(self):
        text, start = self.text, self.at
        at = start
        while at < len(text) and text[at] in "+-.0123456789eE":
            at += 1
        self.at = at
        try:
            return int(text[start:at])
        except ValueError:
            pass
        try:
            return float(text[start:at])
        except ValueError:
            raise JsonError(f"unexpected {text[start:at + 1]!r}", start) from None


def write(value, out):
    if value is None or value is True or value is False:
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        out.append('"' + "".join(REVERSE.get(c, c) for c in value) + '"')
    elif isinstance(value, dict):
        for i, (key, item) in enumerate(value.items()):
            out.append(", " if i else "{")
            write(key, out)
            out.append(": ")
            write(item, out)
        out.append("}" if value else "{}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            out.append(", " if i else "[")
            write(item, out)
        out.append("]" if value else "[]")
    else:
        out.append(repr(value))


def generate(records):
    """A document in one long line."""
    rows = []
    for i in range(records):
        tags = ", ".join(f'"tag{j}"' for j in range(i % 5))
        rows.append(
            f'{{"id": {i}, "name": "record \\u00e9 {i * 7919 % 10007}\\n", "score": {i / 8}, "tags": [{tags}], '
            f'"nested": {{"left": {{"v": [{i}, [{i}, [null]]]}}, "ok": {"true" if i % 3 else "false"}}}, "big": {i ** 9}}}'
        )
    return '{"version": 1, "records": [' + ", ".join(rows) + "]}"


def main(records, rounds):
    text = generate(records)
    print(f"{len(text)} characters")
    for number in range(1, rounds + 1):
        data = Parser(text).document()
        out = []
        write(data, out)
        again = "".join(out)
        same = Parser(again).document() == data
        total = sum(r["score"] + len(r["tags"]) for r in data["records"])
        print(f"round {number}: {len(data['records'])} records, {len(again)} characters, equal: {same}, total {total}")
    try:
        Parser('{"a": [1, 2, }').document()
    except JsonError as error:
        print("as it should:", error)


def arguments(argv):
    """Numbers of records and rounds, from the command line."""
    if len(argv) > 2:
        sys.exit("usage: json_parser.py [RECORDS [ROUNDS]]")
    try:
        numbers = [int(a) for a in argv]
    except ValueError:
        sys.exit("json_parser.py: RECORDS and ROUNDS must be numbers")
    if any(n < 1 for n in numbers):
        sys.exit("json_parser.py: RECORDS and ROUNDS must be at least 1")
    defaults = [4_000, 4]
    return numbers + defaults[len(numbers):]


if __name__ == "__main__":
    main(*arguments(sys.argv[1:]))
