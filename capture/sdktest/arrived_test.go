package sdktest_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"segtap/capture"
	"segtap/mapping/jsondoc"
)

// arrival is one entry as a test expects it.
type arrival struct {
	entry string // type, name and user, as a list shows them
	path  string // where the SDK sent it
	text  string // the message, as masked gives it
}

// check compares all that arrived with what was expected, in order. Further
// members whose texts differ from run to run are masked as well.
func (e *endpoint) check(t *testing.T, want []arrival, random ...string) {
	t.Helper()
	if got := e.store.Counts().Entries; got != len(want) {
		t.Errorf("%d entries arrived, want %d", got, len(want))
	}
	seen := map[string]bool{}
	for i := range want {
		entry, ok := e.store.At(i)
		if !ok {
			return
		}
		got, err := e.store.Read(entry.ID)
		if err != nil {
			t.Fatal(err)
		}
		if rec := got.Record; entry.Origin != capture.Received || rec.Method != "POST" || rec.Status != 200 {
			t.Errorf("entry %d: origin %s, %s answered %d", i, entry.Origin, rec.Method, rec.Status)
		}
		if got.WriteKey != "WRITE_KEY" {
			t.Errorf("entry %d: write key %q", i, got.WriteKey)
		}
		if line := fmt.Sprintf("%s|%s|%s", entry.Type, entry.Name, entry.User); line != want[i].entry {
			t.Errorf("entry %d reads %s, want %s", i, line, want[i].entry)
		}
		if got.Record.Path != want[i].path {
			t.Errorf("entry %d came to %s, want %s", i, got.Record.Path, want[i].path)
		}
		if text := masked(t, got.Message.Root, random...); text != want[i].text {
			t.Errorf("entry %d\n got %s\nwant %s", i, text, want[i].text)
		}
		if id := got.Message.Root.Member("messageId").Text(); id != "" && seen[id] {
			t.Errorf("entry %d: messageId %q has come before", i, id)
		} else {
			seen[id] = true
		}
	}
}

// masked gives a message with an ellipsis in the place of what differs from
// run to run, and with nothing but the library in its context. All other bytes
// are as they came.
func masked(t *testing.T, message jsondoc.Value, random ...string) string {
	t.Helper()
	var out bytes.Buffer
	comma := byte('{')
	for member := range message.Members() {
		out.WriteByte(comma)
		comma = ','
		fmt.Fprintf(&out, "%s:", member.NameRaw())
		if slices.Contains(random, member.Name()) && member.Text() != "" {
			out.WriteString("…")
			continue
		}
		switch member.Name() {
		case "context":
			fmt.Fprintf(&out, `{"library":%s}`, member.Member("library").Raw())
		case "timestamp", "originalTimestamp", "sentAt":
			if _, err := time.Parse(time.RFC3339Nano, member.Text()); err != nil {
				t.Errorf("%s: %v", member.Name(), err)
			}
			out.WriteString("…")
		case "messageId":
			if member.Text() == "" {
				t.Errorf("messageId is %s", member.Raw())
			}
			out.WriteString("…")
		case "_metadata":
			out.WriteString("…")
		default:
			out.Write(member.Raw())
		}
	}
	out.WriteByte('}')
	return out.String()
}
