package exporter

import (
	"strings"

	"segtap/mapping/lazy"
)

// member is the name of a member in a text that may be JSON only in part, with its colon.
var member = lazy.Regexp(`"((?:[^"\\]|\\.)*)"\s*:\s*`)

// fragments masks what members called like secrets hold in a text that is no JSON, or not all
// of one: a message that is broken, a value that was shortened, JSON within a string. What is
// not closed is masked to the end.
func (s *secrets) fragments(text string) string {
	if !strings.Contains(text, `"`) || !secretName().MatchString(text) {
		return text
	}
	var out strings.Builder
	for {
		at := member().FindStringSubmatchIndex(text)
		if at == nil {
			return out.String() + text
		}
		name, value := text[at[2]:at[3]], text[at[1]:]
		out.WriteString(text[:at[1]])
		text = value
		if !s.hides(name) {
			continue
		}
		if end := valueEnd(value); end > 0 && value[:end] != "null" {
			out.WriteString(`"` + mask + `"`)
			text = value[end:]
		}
	}
}

// valueEnd returns where the value ends that a text begins with.
func valueEnd(text string) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
			if !quoted && depth == 0 {
				return i + 1
			}
		case quoted:
		case c == '{' || c == '[':
			depth++
		case depth == 0 && strings.IndexByte(" \t\r\n,}]", c) >= 0:
			return i
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

var (
	// userinfo is who asks, in a URL, with slashes as PHP writes them in JSON too.
	userinfo = lazy.Regexp(`(:(?:\\?/){2})[^/?#\s"'<>\\]+@`)
	// assignment is a value with its name, such as in the query of a URL or a line of a log.
	assignment = lazy.Regexp(`([?&]?)([\w.%\[\]-]+)( ?= ?)("[^"]*"|'[^']*'|\\"[^"\\]*\\"|[^\s&"'\\,;<>#)=]+)`)
	// parameterName is a secret in the query of a URL, where elsewhere it need not be one.
	parameterName = lazy.Regexp(`(?i)^(?:key|auth|sig|signature|code|session|sid|jwt)$`)
)

// assigned masks who asks in URLs, and the values that have the name of a secret before an
// equals sign.
func (s *secrets) assigned(text string) string {
	if strings.Contains(text, "@") {
		text = userinfo().ReplaceAllString(text, "${1}"+mask+"@")
	}
	if !strings.Contains(text, "=") {
		return text
	}
	return assignment().ReplaceAllStringFunc(text, func(found string) string {
		part := assignment().FindStringSubmatch(found)
		if !s.hides(part[2]) && (part[1] == "" || !parameterName().MatchString(part[2])) {
			return found
		}
		return part[1] + part[2] + part[3] + mask
	})
}
