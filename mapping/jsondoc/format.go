package jsondoc

import "github.com/go-json-experiment/json/jsontext"

// exact keeps every token as it came: only white space between tokens changes.
var exact = []jsontext.Options{
	jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true),
}

// Compact returns the text without the white space between its tokens, which
// stay as they came. What is not JSON is given back as it is. The text itself
// is not changed.
func Compact(raw []byte) []byte {
	value := jsontext.Value(raw).Clone()
	if value.Compact(exact...) != nil {
		return raw
	}
	return value
}

// Indent returns the text with one member or element a line, indented by two
// spaces; the tokens stay as they came. What is not JSON is given back as it
// is. The text itself is not changed.
func Indent(raw []byte) []byte {
	value := jsontext.Value(raw).Clone()
	if value.Indent(append(exact[:len(exact):len(exact)], jsontext.WithIndent("  "))...) != nil {
		return raw
	}
	return value
}
