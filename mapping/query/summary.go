package query

import (
	"cmp"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// RowOf sums up a message and what was judged of it, as every list shows it and
// every filter sees it: what stands in the row beyond that is the caller's.
func RowOf(m *message.Message, j *mapping.Judgement) Row {
	r := Row{Verdict: j.Verdict}
	switch {
	case m.Syntax != nil:
		r.Name = Cut(eventIn(m.Text), MaxName)
		return r
	case m.Root.Kind() == jsondoc.Absent:
		return r // an empty batch
	}
	r.Type = typeOf(m.Root.Member("type"))
	r.Name, r.User = Cut(asText(nameIn(m.Root, r.Type)), MaxName), Cut(asText(userIn(m.Root)), MaxUser)
	r.Value = Cut(string(j.Value.Raw()), MaxValue)
	return r
}

// nameIn returns what a message of a type is called by.
func nameIn(message jsondoc.Value, typ string) jsondoc.Value {
	if typ == "track" {
		return message.Member("event")
	}
	return message.Member("name")
}

// userIn returns whom a message is about: its userId, else its anonymousId.
func userIn(message jsondoc.Value) jsondoc.Value {
	if user := message.Member("userId"); user.Kind() > jsondoc.Null {
		return user
	}
	return message.Member("anonymousId")
}

// UserOf returns whom a message is about, whole: its userId, else its anonymousId.
func UserOf(m *message.Message) string {
	if m.Root.Kind() == jsondoc.Absent {
		return ""
	}
	return asText(userIn(m.Root))
}

// SourceOf returns the library that a message says it was sent by, as the field source has
// it; empty for none.
func SourceOf(m *message.Message) string {
	if m.Root.Kind() == jsondoc.Absent {
		return ""
	}
	return asText(libraryIn(m.Root))
}

func libraryIn(message jsondoc.Value) jsondoc.Value {
	return message.Member("context").Member("library").Member("name")
}

// OtherType is the type of a row whose message has none that Segment has.
const OtherType = "other"

func typeOf(typ jsondoc.Value) string {
	return cmp.Or(message.TypeOf(typ), OtherType)
}

// eventName finds what looks like an event name in a text that is not JSON.
var eventName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"event"\s*:\s*"([^"\\]{1,200})"`) })

// eventIn gives the event name that a broken message seems to have; empty when
// it has none.
func eventIn(text []byte) string {
	const enough = 64 << 10 // bytes: a name stands at the start, or it does not matter
	if found := eventName().FindSubmatch(text[:min(len(text), enough)]); found != nil {
		return string(found[1])
	}
	return ""
}

// asText gives a string's text and any other value as it came.
func asText(v jsondoc.Value) string {
	switch v.Kind() {
	case jsondoc.String:
		return v.Text()
	case jsondoc.Absent, jsondoc.Null:
		return ""
	}
	return string(v.Raw())
}

// Cut shortens a text to n bytes, never inside of a character, and makes it
// valid UTF-8.
func Cut(s string, n int) string {
	if len(s) > n {
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
