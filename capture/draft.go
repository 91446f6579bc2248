package capture

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// draft is a row before its record is kept.
type draft struct {
	row               row
	tale              tale
	name, user, value string
	identity          identity
	judgement         *mapping.Judgement // until it is listed
}

// maxName is how many bytes of an event name a list can show.
const maxName = 256

// newDraft takes from a message, its judgement and the write key it came with what
// a list shows.
func newDraft(m *mapping.Message, j *mapping.Judgement, writeKey string) draft {
	d := draft{judgement: j, row: row{
		gates: j.Verdict.Gates, headline: j.Verdict.Headline,
		errors: uint8(min(j.Verdict.Errors, 255)), warnings: uint8(min(j.Verdict.Warnings, 255)),
	}}
	if m.Syntax != nil {
		d.name = cut(eventIn(m.Text), maxName)
		return d
	}
	if m.Root.Kind() == jsondoc.Absent {
		return d // an empty batch
	}
	typ := m.Root.Member("type")
	d.row.typ = typeNumber(typ.Text())
	if d.row.typ == 0 {
		d.row.typ = uint8(len(types) - 1)
	}
	name := m.Root.Member("event")
	if d.row.typ != trackType {
		name = m.Root.Member("name")
	}
	d.name = cut(shown(name), maxName)
	user := m.Root.Member("userId")
	if user.Kind() == jsondoc.Absent || user.Kind() == jsondoc.Null {
		user = m.Root.Member("anonymousId")
	}
	d.user = cut(shown(user), maxUser)
	d.value = cut(string(j.Value.Raw()), maxValue)
	d.identity = identityOf(m, writeKey)
	d.row.content = d.identity.content
	return d
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

// shown gives a string's text and any other value as it came.
func shown(v jsondoc.Value) string {
	switch v.Kind() {
	case jsondoc.String:
		return v.Text()
	case jsondoc.Absent, jsondoc.Null:
		return ""
	}
	return string(v.Raw())
}

// cut shortens a text to n bytes, never inside of a character, and makes it
// valid UTF-8.
func cut(s string, n int) string {
	if len(s) > n {
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
