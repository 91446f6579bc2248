package codes

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"segtap/mapping/spelling"
	"segtap/mapping/verdict"
	"segtap/ui/cli/check"
)

// width is how wide a page is, in columns.
const width = 78

// Names returns the names of all codes.
func Names() []string {
	var names []string
	for _, info := range verdict.Codes() {
		names = append(names, info.Name)
	}
	return names
}

// Nearest returns the code that was meant by a name that is none; empty where nobody can
// tell.
func Nearest(name string) string {
	const few = 3 // letters
	nearest := spelling.Nearest(name, Names())
	// A part of a name is meant as well, unless it is so short that it is in many.
	if nearest == "" && len(name) > few {
		for _, code := range Names() {
			if hasAll(code, name) {
				return code
			}
		}
	}
	return nearest
}

// hasAll reports whether all words of a text are in a code.
func hasAll(code, text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(code, word) })
}

// Page returns what a code means, why it matters, how to repair it and where the rule comes
// from.
func Page(info verdict.CodeInfo) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s (%s, gate %s%s)\n\n", info.Name, info.Severity, info.Gate, ToCheck(info))
	for _, part := range []struct{ title, text string }{
		{"What", info.What}, {"Why", info.Why}, {"Fix", info.Fix},
	} {
		lines := strings.Split(ansi.Wrap(part.text, width-8, ""), "\n")
		fmt.Fprintf(&out, "  %-5s %s\n", part.title, strings.Join(lines, "\n        "))
	}
	fmt.Fprintf(&out, "  From  %s\n  Page  %s\n", info.Source, info.Page())
	return out.String()
}

// ToCheck says of a code that it is an error to check, and less otherwise.
func ToCheck(info verdict.CodeInfo) string {
	if d := (verdict.Diagnostic{Code: info.Code, Severity: info.Severity}); check.Regrade(&d, "").Severity != d.Severity {
		return "; an " + check.Regrade(&d, "").Severity.String() + " to check"
	}
	return ""
}
