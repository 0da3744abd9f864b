import Testing
import Velocity
import Wire

@Suite struct VelocityTests {
    private func render(_ template: String, _ data: [String: JSON] = [:]) throws -> String {
        try VelocityTemplate(parsing: template).render(data.mapValues { .data($0) })
    }

    @Test(arguments: [
        ("plain", "plain"), ("$a", "1"), ("${a}", "1"), ("$!a", "1"), ("$!{a}b", "1b"),
        ("$unknown", "$unknown"),
        ("$!unknown", ""), ("$5 #fff $.x a$", "$5 #fff $.x a$"), ("\\$a \\#if", "$a #if"), ("$m.x.y", "deep"),
        ("$m.missing.more", ""), ("$m['x']['y']", "deep"), ("$l[1]", "b"), ("$l[9]", ""), ("$a.", "1."),
        ("$m", "{x={y=deep}}"), ("$l", #"["a","b"]"#), ("#[[$a #if]]#", "$a #if"), ("a## note\nb", "ab"),
        ("a#* note *#b", "ab"), ("$m.x.get('y')", "deep"), ("$l.size() $l.isEmpty()", "2 false"),
    ])
    func aReferenceShowsItsValue(_ template: String, _ expected: String) throws {
        #expect(try render(template, ["a": 1, "m": ["x": ["y": "deep"]], "l": ["a", "b"]]) == expected)
    }

    @Test(arguments: [
        ("#set($x = 1 + 2 * 3)$x", "7"), ("#set($x = (1 + 2) * 3)$x", "9"), ("#set($x = 7 / 2)$x", "3"),
        ("#set($x = 7 % 4)$x", "3"), ("#set($x = 'a' + 1)$x", "a1"), ("#set($x = \"<$a>\")$x", "<1>"),
        ("#set($x = '<$a>')$x", "<$a>"), ("#set($x = [1, 'b'])$x", #"[1,"b"]"#),
        ("#set($x = [3..1])$x", "[3,2,1]"),
        ("#set($x = {\"k\": $a})$x.k", "1"), ("#set($x = {})#set($x.k = 2)$x.k", "2"),
        ("#set($x = -4)$x", "-4"),
        ("#set($x = 1.5 + 1)$x", "2.5"), ("#set($x = 'it''s')$x", "it's"), ("#set($x = 1 / 0)$!x", ""),
        ("#set($x = [])#set($y = $x.add('q'))$x", #"["q"]"#),
        ("#set($x = {})#set($y = $x.put('a', 1))$x.keySet()", #"["a"]"#),
    ])
    func aVariableIsSet(_ template: String, _ expected: String) throws {
        #expect(try render(template, ["a": 1]) == expected)
    }

    @Test(arguments: [
        ("$a == 1", true), ("$a == '1'", true), ("$a != 2 && $a < 3", true), ("$a > 1 || false", false),
        ("!$nothing", true), ("$nothing", false), ("$empty", true), ("not ($a ge 1)", false),
        ("$a eq 1 and true", true),
        ("$empty == ''", true), ("$nothing == ''", false), ("$s.contains('ell') && $s.startsWith('h')", true),
        ("1.0 == 1", true), ("$s.matches('h.*o')", true),
    ])
    func aConditionChooses(_ test: String, _ holds: Bool) throws {
        let template = "#if(\(test))yes#{else}no#end"
        let found = try render(template, ["a": 1, "empty": "", "s": "hello", "nothing": .null])
        #expect(found == (holds ? "yes" : "no"))
    }

    @Test func casesAreTriedInTheirOrder() throws {
        let template = "#if($a == 1)one#elseif($a == 2)two#elseif($a == 2)again#else other#end"
        #expect(try render(template, ["a": 1]) == "one")
        #expect(try render(template, ["a": 2]) == "two")
        #expect(try render(template, ["a": 3]) == " other")
    }

    @Test func aLoopKnowsItsPlace() throws {
        let template = """
            [#foreach($x in $list)
            {"i": $foreach.index, "n": $velocityCount, "x": "$x.k"}#if($foreach.hasNext),#end
            #end
            ]
            """
        let text = try render(template, ["list": [["k": "a"], ["k": "b"]]])
        #expect(try JSON(parsing: text) == [["i": 0, "n": 1, "x": "a"], ["i": 1, "n": 2, "x": "b"]])
    }

    @Test(arguments: [
        ("#foreach($x in [1..9])$x#if($x == 3)#break#end#end!", "123!"), ("a#stop b", "a"),
        ("#foreach($k in $m.keySet())$k=$m.get($k);#end", "a=1;b=2;"), ("#foreach($v in $m)$v#end", "12"),
        ("#foreach($e in $m.entrySet())$e.key$e.value#end", "a1b2"), ("#foreach($x in $none)$x#end.", "."),
    ])
    func aLoopEnds(_ template: String, _ expected: String) throws {
        #expect(try render(template, ["m": ["a": 1, "b": 2]]) == expected)
    }

    @Test(arguments: [
        ("$s.toUpperCase()", "IT'S  "), ("$s.trim().length()", "4"), ("$s.substring(0, 2)", "it"),
        ("$s.replace(\"'\", '-')", "it-s  "), (#"$s.replaceAll("\\'", "'")"#, "it's  "),
        ("$s.indexOf('s')", "3"),
        ("$s.split(\"'\")", #"["it","s  "]"#), ("$s.substring(5, 99)", ""), ("$s.equals('x')", "false"),
    ])
    func aTextHasMethods(_ template: String, _ expected: String) throws {
        #expect(try render(template, ["s": "it's  "]) == expected)
    }

    @Test(arguments: [
        "#if($a)", "#if $a #end", "#end", "#else", "#foreach($x of $y)#end", "#foreach($x in $y)",
        "#set(a = 1)",
        "#set($a 1)", "#set($a = )", "#set($a = 'x)", "#macro(m)#end", "#define($x)#end", "#parse('x')",
        "${a", "$a[1",
        "$a.b(1", "#set($a = [1, 2)", "#set($a = {'x' 1})", "#set($a = 99999999999999999999)", "#[[ x",
    ])
    func aMalformedTemplateIsRefused(_ template: String) {
        #expect(throws: VelocityError.self) { try VelocityTemplate(parsing: template) }
    }

    @Test(arguments: [
        "#set($a = [])#foreach($i in [1..1000])#set($a = [$a, $a])#end$a",
        "#set($a = [])#foreach($i in [1..1000])#set($a = [$a])#end$a",
        "#set($a = {})#foreach($i in [1..1000])#set($a.b = $a)#end$a",
        "#set($a = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..1000])#set($a = \"$a$a\")#end",
        "#foreach($i in [1..999])#foreach($j in [1..999])#foreach($k in [1..999])x#end#end#end",
        "#set($a = [1..9999])", "#set($a = 9223372036854775807 + 1)", "$s.nothing()", "#set($s.x = 1)",
        "$s.replaceAll('(a+)+', 'b')",
    ])
    func aTemplateWithoutEndOrSenseIsStopped(_ template: String) throws {
        let read = try VelocityTemplate(parsing: template)
        #expect(throws: VelocityError.self) { try read.render(["s": .text("aaa")]) }
    }

    @Test func depthIsBounded() {
        for text in [
            String(repeating: "#if(true)", count: 1000) + String(repeating: "#end", count: 1000),
            "#set($a = " + String(repeating: "(", count: 1000) + "1" + String(repeating: ")", count: 1000)
                + ")",
            "#set($a = " + String(repeating: "!", count: 1000) + "true)",
            "#set($a = 1" + String(repeating: " + 1", count: 1000) + ")",
            "$a" + String(repeating: "[0]", count: 1000), "$a[" + String(repeating: "$a[", count: 1000),
        ] {
            #expect(throws: VelocityError.self) { try VelocityTemplate(parsing: text) }
        }
    }
}
