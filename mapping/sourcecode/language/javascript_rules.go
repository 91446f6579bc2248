package language

import (
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/sourcecode/source"
)

// Pieces of the patterns. The regexp package is slow where it has to keep many
// possibilities in mind, so each rule is as simple as it can be, and the frequent ones
// stand first. What has an end is also taken without one, to the end of the line or of
// the file: if it were not, it would be tried at every quote again.
const (
	spaces       = `[ \t\r\n\f\v\x{a0}\x{feff}]+`
	slashComment = `//[^\n]*`
	starComment  = `/\*[^*]*(?:\*+[^/*][^*]*)*(?:\*+/|\**\z)`
	letters      = `A-Za-z_$\x{80}-\x{10ffff}`
	identifiers  = `[` + letters + `#@][` + letters + `0-9]*`
	digits       = `[0-9](?:[0-9a-zA-Z_]|\.[0-9])*|\.[0-9]+`
	doubleQuoted = `"(?:[^"\\\n]|\\(?s:.))*"?`
	singleQuoted = `'(?:[^'\\\n]|\\(?s:.))*'?`
)

// scriptRules are those of JavaScript and TypeScript, with the tags of JSX or without.
//
// Whether a slash begins a regular expression is told by the operator before it: one
// behind a value is a division, one behind the head of if, while or for is none. Whether < begins a tag is told by what stands right
// before it: behind a name without a space between it is a comparison, or it begins the
// arguments of a type. Spaces are taken together with what stands before them, so that
// fewer rules are tried.
func scriptRules(jsx bool) lexer.Rules {
	// A comment is skipped with the end of its line, or a piece of it would be skipped where
	// slashes within it look like a regular expression.
	skipped := `(?:` + spaces + `|` + slashComment + `\n|` + starComment + `)*`
	class := `\[(?:[^\]\\\n]|\\.){0,80}\]`
	behind := `[ \t\r\n]*`
	if jsx {
		behind = `(?:<|[ \t\r\n]*)`
	}
	regex := `/(?:[^/*\\\[\n]|\\.|` + class + `)(?:[^/\\\[\n]|\\.|` + class + `)*/`
	code := []lexer.Rule{
		source.Rule("WordHead", `(?:if|while|for)`+skipped+`\((?:`+skipped+regex+`)?`, lexer.Push("Head")),
		source.Rule("Word", `(?:return|typeof|case)[ \t]*`+regex+`|`+identifiers+behind),
		source.Rule("Pattern", `[(,=:\[!&|?;+*%^~]`+skipped+regex+
			`|(?:[(),;:\[\]]|===?|=>|=|\.\.\.|\.|\?\.|\?\??|!==?|!|&&|\|\||\+\+|\+=|\+|--|-=|-|\*\*|\*=|\*|[<>]=|>)[ \t\r\n]*`),
		source.Rule("Text", singleQuoted+`|`+doubleQuoted),
		source.Rule("space", spaces),
		source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
		source.Rule("Number", digits),
		source.Rule("OpenTemplate", "`", lexer.Push("Template")),
		// A script may have comments of HTML, which end with their line.
		source.Rule("comment", slashComment+`|`+starComment+`|<!--[^\n]*`),
	}
	closeBlock, anything := source.Rule("CloseBlock", `\}`, lexer.Pop()), source.Rule("Other", `(?s).`)
	nested := source.Rule("PatternNested", `\(`+skipped+regex+`|\([ \t\r\n]*`, lexer.Push("Nested"))
	rules := lexer.Rules{
		"Root":  append(slices.Clone(code), anything),
		"Block": append(slices.Clone(code), closeBlock, anything),
		// Behind the head of a statement a slash begins a regular expression, so its
		// parentheses are counted.
		"Head": append(append([]lexer.Rule{
			source.Rule("PatternEnd", `\)(?:`+skipped+regex+`)?`, lexer.Pop()), nested,
		}, code...), closeBlock, anything),
		"Nested": append(append([]lexer.Rule{source.Rule("CloseNested", `\)`, lexer.Pop()), nested}, code...), closeBlock, anything),
		"Template": {
			source.Rule("Chunk", "(?:[^`\\\\$]|\\\\(?s:.))+"),
			source.Rule("CloseTemplate", "`", lexer.Pop()),
			source.Rule("OpenInterpolation", `\$\{`, lexer.Push("Block")),
			source.Rule("ChunkAny", `(?s).`),
		},
	}
	if jsx {
		withTags(rules)
	}
	return rules
}

// withTags adds the tags of JSX. A tag is left as soon as something comes that no tag
// has, so that a comparison taken for one does no harm.
func withTags(rules lexer.Rules) {
	const tagName = `[` + letters + `][` + letters + `0-9.:-]*`
	tags := []lexer.Rule{
		source.Rule("MarkupTag", `<`+tagName, lexer.Push("Tag")),
		source.Rule("MarkupFragment", `<>`, lexer.Push("Fragment")),
	}
	for _, state := range []string{"Root", "Block", "Head", "Nested"} {
		code := rules[state]
		at := len(code) - 1
		rules[state] = append(append(append([]lexer.Rule{}, code[:at]...), tags...), code[at])
	}
	rules["Tag"] = []lexer.Rule{
		source.Rule("markupSpace", spaces),
		source.Rule("markupGeneric", `extends\b`, lexer.Pop()),
		source.Rule("markupAttribute", tagName),
		source.Rule("markupTypes", `<[^<>/]*>`),
		source.Rule("markupEquals", `=`),
		source.Rule("markupText", `"[^"]*"|'[^']*'`),
		source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
		source.Rule("MarkupEmpty", `/>`, lexer.Pop()),
		source.Rule("markupBody", `>`, lexer.Push("Children")),
		source.Rule("MarkupEnd", `</[^<>]*>`, lexer.Pop()),
		source.Rule("markupComment", slashComment+`|`+starComment),
		lexer.Return(),
	}
	children := []lexer.Rule{
		source.Rule("markupChildren", `[^<{]+`),
		source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
		source.Rule("MarkupTag", `<`+tagName, lexer.Push("Tag")),
		source.Rule("MarkupFragment", `<>`, lexer.Push("Fragment")),
		lexer.Return(),
	}
	rules["Children"] = children
	rules["Fragment"] = append([]lexer.Rule{source.Rule("MarkupFragmentEnd", `</[ \t\r\n]*>`, lexer.Pop())}, children...)
}
