package language

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var (
	javaScript = script("JavaScript", true, ".js", ".mjs", ".cjs")
	jsx        = script("JSX", true, ".jsx")
	typeScript = script("TypeScript", false, ".ts", ".mts", ".cts")
	tsx        = script("TSX", true, ".tsx")
)

// usualClient are names that a client of Segment has without its SDK being seen.
const usualClient = `(?i)^_*(?:ajs$|(?:get|use|my|app|web|server|browser)?_?(?:segment|analytics)(?:_?(?:segment|analytics|client|browser|node|js|instance|sdk|next))*$)`

// otherVendors are modules of those whose calls look like Segment's.
const otherVendors = `(?i)mixpanel|amplitude|posthog|firebase|vercel|heap|plausible|rudder|june-so|customerio|customer\.io|ht-sdks|hightouch|jitsu|google-analytics|gtag|umami|fathom|datadog|sentry|snowplow|matomo|countly|braze|appsflyer|clevertap|moengage|freshpaint|growthbook|statsig|optimizely|launchdarkly`

// script returns JavaScript or TypeScript, with the tags of JSX or without.
func script(name string, tags bool, files ...string) Language {
	object := map[string]Part{"event": Event, "properties": Properties, "userId": UserID, "anonymousId": AnonymousID}
	return Language{
		Name: name, Files: files, Lex: source.Lexer(func() lexer.Rules { return scriptRules(tags) }),
		Calls: []Call{
			{Methods: []string{"track"}, Positions: []Part{Event, Properties}, Names: object, Object: true},
			{Methods: []string{"trackLink", "trackForm", "trackClick", "trackSubmit"}, Positions: []Part{"", Event, Properties}},
		},
		Usual:     lazy.Regexp(usualClient),
		Modules:   lazy.Regexp(`^@segment/|^analytics-node$|^@segment\.com/|^@nuxtjs/segment|vue-segment|^analytics\.js|^@analytics/segment`),
		Others:    lazy.Regexp(otherVendors),
		Generated: lazy.Regexp(`(?i)typewriter`),
		Through:   []string{"current", "value", "default", "instance", "client", "load", "get", "getInstance", "then"},
		Imports:   scriptImports,
		Hooks:     []string{"useAnalytics", "useSegment"},
		Queuing:   []string{"push"},
		Declaring: []string{"const", "let", "var"},
		Functions: []string{"function"},
		Named:     []string{"class", "enum", "namespace", "module"},
		Control:   []string{"if", "for", "while", "switch", "catch", "with", "await", "return"},
		Join:      "+",
		Casts:     []string{"as", "satisfies"},
		Prefixes:  []string{"await", "new", "return", "void", "typeof", "case", "in", "of", "else", "do", "throw", "yield"},
		Literals:  map[string]string{"true": "true", "false": "false", "null": "null", "undefined": ""},
		Types: map[string]origin.Type{
			"Number": origin.Number, "parseFloat": origin.Number, "parseInt": origin.Integer, "String": origin.String,
			"Boolean": origin.Boolean, "toFixed": origin.String, "toString": origin.String, "toPrecision": origin.String,
			"toISOString": origin.String, "toLowerCase": origin.String, "toUpperCase": origin.String, "trim": origin.String,
			"join": origin.String, "stringify": origin.String, "toLocaleString": origin.String, "now": origin.Integer,
			"getTime": origin.Integer, "round": origin.Number, "floor": origin.Number, "ceil": origin.Number,
			"map": origin.Array, "filter": origin.Array, ".length": origin.Integer, "includes": origin.Boolean,
			"isArray": origin.Boolean, "randomUUID": origin.String, "keys": origin.Array,
		},
		// What Typewriter writes for Node calls the latter.
		Wrapping: []string{"freeze", "withTypewriterContext"},
		Decode:   decodeScript,
	}
}

// scriptImports reads import statements and calls of require.
func scriptImports(f *source.Source) []Imported {
	var found []Imported
	for i, t := range f.Tokens {
		switch {
		case t.Is("import") && !f.Separator(i-1) && !f.At(i+1).In("(", "."):
			found = append(found, importStatement(f, i)...)
		case t.In("require", "import") && f.At(i+1).Is("(") && f.At(i+2).Kind == source.Text && f.At(i+3).Is(")"):
			found = append(found, required(f, i)...)
		}
	}
	return found
}

// importStatement reads the import statement that begins at i.
func importStatement(f *source.Source, i int) []Imported {
	var found []Imported
	local := Imported{Exported: "default"}
	for j := i + 1; j < i+200; j++ {
		switch t := f.At(j); {
		case t.Kind == source.Text:
			module, _ := f.Decode(t.Text)
			if local.Local != "" {
				found = append(found, local)
			}
			for k := range found {
				found[k].Module = module
			}
			return found
		case t.In("{", ",", "}", "from"):
			if local.Local != "" {
				found = append(found, local)
			}
			local = Imported{}
		case t.Is("*"):
			local.Exported = "*"
		case t.Kind == source.Word && t.Text == "as", t.Is("type"):
		case t.Kind == source.Word:
			if local.Exported == "" {
				local.Exported = t.Text
			}
			local.Local = t.Text
		default:
			return nil
		}
	}
	return nil
}

// required reads the names that the module of a call at i is given to.
func required(f *source.Source, i int) []Imported {
	module, _ := f.Decode(f.At(i + 2).Text)
	exported := "default"
	if f.At(i + 4).Is(".") {
		exported = f.At(i + 5).Text
	}
	for f.At(i-1).In("await", "(", "new") {
		i--
	}
	if !f.At(i - 1).Is("=") {
		return nil
	}
	target := f.At(i - 2)
	if !target.Is("}") || target.Match < 0 {
		return []Imported{{module, exported, source.Identifier(target)}}
	}
	var found []Imported
	for _, entry := range f.Split(f.Inside(int(target.Match)), ",") {
		found = append(found, Imported{module, f.At(entry.From).Text, source.Identifier(f.At(entry.To - 1))})
	}
	return found
}

// decodeScript reads a text of JavaScript, with its quotes.
func decodeScript(s string) (string, bool) {
	if strings.ContainsRune("\"'`", rune(s[0])) {
		if len(s) < 2 || s[len(s)-1] != s[0] {
			return "", false
		}
		s = s[1 : len(s)-1]
	}
	if !strings.Contains(s, `\`) {
		return s, true
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			i++
			continue
		}
		i = escape(&out, s, i+1)
	}
	return out.String(), true
}

// escape writes what the escape sequence behind a backslash at i stands for, and returns
// where it ends.
func escape(out *strings.Builder, s string, i int) int {
	if plain, ok := map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'b': "\b", 'f': "\f", 'v': "\v", '0': "\x00", '\n': "", '\r': ""}[s[i]]; ok {
		out.WriteString(plain)
		return i + 1
	}
	digits, end := "", i+1
	switch {
	case s[i] == 'x' && i+3 <= len(s):
		digits, end = s[i+1:i+3], i+3
	case s[i] == 'u' && strings.HasPrefix(s[i+1:], "{"):
		if n := strings.IndexByte(s[i:], '}'); n > 0 {
			digits, end = s[i+2:i+n], i+n+1
		}
	case s[i] == 'u' && i+5 <= len(s):
		digits, end = s[i+1:i+5], i+5
	}
	if n, err := strconv.ParseUint(digits, 16, 32); err == nil {
		if low, ok := lowSurrogate(s[end:]); ok && n >= 0xd800 && n < 0xdc00 {
			n, end = 0x10000+(n-0xd800)<<10+(low-0xdc00), end+6
		}
		out.WriteRune(rune(n))
		return end
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	out.WriteRune(r)
	return i + size
}

// lowSurrogate reads the second half of a character that is written as two.
func lowSurrogate(s string) (uint64, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return n, err == nil && n >= 0xdc00 && n < 0xe000
}
