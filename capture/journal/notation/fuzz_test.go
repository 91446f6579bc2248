package notation

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/journal"
)

// What is read from a line is JSON, and what a scanner takes for a record has one kind.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"v":1,"rec":"request","id":1,"at":"x","n":1,"heads":[],"status":2,"body":"a"}`))
	f.Add([]byte(`{"v":1,"rec":"attempt","entry":1,"a":{"v":1,"rec":"x"}}` + "\n\n\x00\n" + `{"v":9,"rec":""}`))
	f.Add([]byte(`{"v":1,"rec":"entry","id":1,"n":1,"heads":[],"body64":"/w=="}{"v":1,"rec":"settings"}`))
	f.Add([]byte(`{"v":1,"rec":"attempt","entry":0,}`))
	f.Add([]byte(`{"v":1,"rec":"request","id":1,"at":A,"n":1,"heads":[],"body":""}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := Scanner{Give: func(*journal.Head) error { return nil }}
		for line := range bytes.SplitSeq(text, newline) {
			if err := s.Line(line); err != nil {
				t.Fatal(err)
			}
			var rec journal.Record
			if err := Read(line, &rec); err == nil && !jsontext.Value(line).IsValid(jsontext.AllowDuplicateNames(true)) && !hasUnknownMembers(line) {
				t.Fatalf("read %+v from what is not JSON: %q", rec, line)
			}
		}
	})
}

// hasUnknownMembers says that a line has members that no reader of this
// version looks into.
func hasUnknownMembers(line []byte) bool {
	c := cursor{line: line}
	var h journal.Head
	c.readHead(&h)
	for {
		name, ok := c.member()
		if !ok || isBody(name) {
			return false
		}
		switch string(name) {
		case "method", "path", "query", "remote", "write_key", "library", "headers", "encoding", "wire_bytes", "problem", "status":
		default:
			return true
		}
		if !c.skip() {
			return false
		}
	}
}
