package formats

import (
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// Kind is what a JSON value is.
type Kind uint8

// The kinds.
const (
	Message Kind = iota // a message that stands alone
	Batch               // the body of a batch
	Record              // a record of a capture file
	List                // an array of values, each of its own kind
	Nothing             // an empty array
)

// foreign are formats that people have messages in, or take for messages, each by
// the members that tell it: all of them, as pointers.
var foreign = []struct {
	Foreign
	members []string
}{
	{Foreign{"a HAR file that stands behind something else", "give the HAR file alone"}, []string{"/log/entries"}},
	{Foreign{"a HAR file without a list of requests", "save it anew from the browser's network panel"}, []string{"/log/version", "/log/creator"}},
	{Foreign{"a page of LaunchDarkly's API", metricsInstead}, []string{"/items", "/_links"}},
	{Foreign{"a list of LaunchDarkly's resources", metricsInstead}, []string{"/items"}},
	{Foreign{"an event of LaunchDarkly", "give the message that it was made of"}, []string{"/kind", "/creationDate"}},
	{Foreign{"a tracking plan", ""}, []string{"/rules"}},
	{Foreign{"a page of Segment's API", ""}, []string{"/data/pagination"}},
}

const metricsInstead = "if it lists metrics or experiments, give it with --metrics"

var noRequests = Foreign{"what begins as a HAR file and is none: its log has no requests", "save it anew from the browser's network panel"}

// KindOf says what a value is. The error wraps [ErrForeign] when it is none of
// the kinds, and names what it is. A value that is no object, and no array that
// begins with one, is a message that is none: that is for a judge to say.
func KindOf(root jsondoc.Value) (Kind, error) {
	switch root.Kind() {
	case jsondoc.Array:
		return kindOfArray(root), nil
	case jsondoc.Object:
	default:
		return Message, nil
	}
	if isPlainEvent(root) {
		return Message, nil
	}
	var rec, version, batch, message bool
	for m := range root.Members() {
		switch string(m.NameRaw()) {
		case `"rec"`:
			rec = m.Kind() == jsondoc.String
		case `"v"`:
			version = m.Kind() == jsondoc.Number
		case `"batch"`:
			batch = m.Kind() == jsondoc.Array
		case `"event"`, `"userId"`, `"messageId"`:
			message = true
		case `"type"`:
			message = message || isType(m)
		}
	}
	switch {
	case rec && version:
		return Record, nil
	case batch:
		return Batch, nil
	case message || isMessage(root):
		return Message, nil
	}
	if entries := root.Lookup("/log/entries").Kind(); entries != jsondoc.Absent && entries != jsondoc.Array {
		return Message, &noRequests
	}
	for i := range foreign {
		f, all := &foreign[i], true
		for _, pointer := range f.members {
			all = all && root.Lookup(pointer).Kind() != jsondoc.Absent
		}
		if all {
			return Message, &f.Foreign
		}
	}
	if root.Len() == 1 && root.Member("log").Kind() != jsondoc.Absent {
		return Message, &noRequests
	}
	return Message, &Foreign{}
}

// isPlainEvent reports whether an object is a message as most are: it says so by three members, which
// are found in a fifth of the time that looking at all of them takes.
func isPlainEvent(root jsondoc.Value) bool {
	return root.Member("event").Kind() != jsondoc.Absent && root.Member("batch").Kind() == jsondoc.Absent && root.Member("rec").Kind() == jsondoc.Absent
}

// memberNames are the names of members that few other formats have, in lower case
// and without underscores: who misspells one, as in user_id, still means a message.
var memberNames = map[string]bool{
	"event": true, "userid": true, "anonymousid": true, "messageid": true, "traits": true, "integrations": true,
	"originaltimestamp": true, "sentat": true, "writekey": true, "groupid": true, "previousid": true, "eventname": true,
}

// isType reports whether a value is the type of a message, in any case: many
// other formats have a member of that name.
func isType(v jsondoc.Value) bool {
	return message.IsType(strings.ToLower(v.Text()))
}

// isMessage reports whether an object is meant to be a message: it has a member
// that is nearly one of a message's, or none at all.
func isMessage(root jsondoc.Value) bool {
	plain := strings.NewReplacer("_", "", "-", "")
	for m := range root.Members() {
		if name := strings.ToLower(plain.Replace(m.Name())); memberNames[name] || name == "type" && isType(m) {
			return true
		}
	}
	return root.Len() == 0
}

func kindOfArray(list jsondoc.Value) Kind {
	for item := range list.Elements() {
		if item.Kind() == jsondoc.Object {
			return List
		}
		return Message
	}
	return Nothing
}
