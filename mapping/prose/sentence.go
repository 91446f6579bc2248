package prose

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// MaxShown is how many bytes of an offending value a diagnostic carries.
const MaxShown = 64

// Shorten cuts a raw JSON value to what a diagnostic carries, never inside a
// UTF-8 sequence.
func Shorten(raw []byte) string {
	if len(raw) <= MaxShown {
		return string(raw)
	}
	cut := MaxShown
	for cut > 0 && !utf8.RuneStart(raw[cut]) {
		cut--
	}
	return string(raw[:cut]) + "…"
}

// Quoted returns a text from outside as it stands in a sentence.
func Quoted(text string) string { return Shorten(jsondoc.AppendString(nil, text)) }

// Article returns a kind with its article, as Segment's messages write it.
func Article(k jsondoc.Kind) string {
	switch k {
	case jsondoc.Null:
		return "null"
	case jsondoc.Bool:
		return "a boolean"
	case jsondoc.Number:
		return "a number"
	case jsondoc.String:
		return "a string"
	case jsondoc.Object:
		return "an object"
	case jsondoc.Array:
		return "an array"
	}
	return "missing"
}

// ListedWithin joins texts, the last by another word, as many as room bytes
// hold, and says how many more there are: "a, b or 4 more". It lists one at
// least.
func ListedWithin(all []string, by, last string, room int) string {
	text := all[0]
	for i, next := range all[1:] {
		rest := len(all) - 1 - i
		switch {
		case len(text)+len(next) > room:
			return text + " " + last + " " + strconv.Itoa(rest) + " more"
		case rest == 1:
			return text + " " + last + " " + next
		}
		text += by + next
	}
	return text
}

// maxListed is how many names a sentence lists.
const maxListed = 3

// Listed joins names as a sentence does: "a, b and c", "a, b, c and 4 more".
func Listed(all []string, last string) string {
	if len(all) > maxListed {
		return strings.Join(all[:maxListed], ", ") + " " + last + " " + strconv.Itoa(len(all)-maxListed) + " more"
	}
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " " + last + " " + all[len(all)-1]
}

// Dotted writes a JSON Pointer as people write paths, properties.revenue; where
// a name in it would be misread, it stays a pointer.
func Dotted(pointer string) string {
	if pointer == "" {
		return "the message"
	}
	for _, c := range []byte(pointer) {
		switch {
		case c == '/', c == '_', c == '$', '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		default:
			return pointer
		}
	}
	return strings.ReplaceAll(pointer[1:], "/", ".")
}

// OrElse lists places as a mapping looks at them.
func OrElse(places []string) string {
	var names []string
	for _, p := range places {
		names = append(names, Dotted(p))
	}
	return strings.Join(names, ", or else ")
}

// Bytes says how large something is: "33,001 bytes".
func Bytes(n int) string { return Grouped(n) + " bytes" }

// Grouped writes a number with commas between its thousands.
func Grouped(n int) string { return string(appendGrouped(nil, int64(n))) }

func appendGrouped(dst []byte, n int64) []byte {
	if n < 1000 {
		return strconv.AppendInt(dst, n, 10)
	}
	dst = append(appendGrouped(dst, n/1000), ',')
	for unit := int64(100); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+n/unit%10))
	}
	return dst
}
