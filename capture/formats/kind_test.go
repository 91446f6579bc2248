package formats_test

import (
	"errors"
	"strings"
	"testing"

	"segtap/capture/formats"
	"segtap/mapping/jsondoc"
)

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		text string
		want formats.Kind
		says string // of what is refused
	}{
		{`{"type":"track"}`, formats.Message, ""},
		{`{"user_id":"u","Event":"E"}`, formats.Message, ""},
		{`{"original_timestamp":1}`, formats.Message, ""},
		{`{}`, formats.Message, ""},
		{`"text"`, formats.Message, ""},
		{`[1,{"type":"track"}]`, formats.Message, ""},
		{`{"batch":[],"type":"track"}`, formats.Batch, ""},
		{`{"v":1,"rec":"mark","type":"track"}`, formats.Record, ""},
		{`[{"type":"track"},1]`, formats.List, ""},
		{`[]`, formats.Nothing, ""},
		{`{"log":{"version":"1.2","entries":[]}}`, 0, "HAR"},
		{`{"log":{"entries":null}}`, 0, "its log has no requests"},
		{`{"items":[],"_links":{}}`, 0, "LaunchDarkly's API"},
		{`{"kind":"custom","key":"k","creationDate":1}`, 0, "event of LaunchDarkly"},
		{`{"id":"tp","name":"Plan","rules":[]}`, 0, "tracking plan"},
		{`{"data":{"rules":[],"pagination":{}}}`, 0, "Segment's API"},
		{`{"foo":1}`, 0, "none of the members"},
		{`{"type":"module","name":"app"}`, 0, "none of the members"},
		{`{"type":"object","properties":{}}`, 0, "none of the members"},
		{`{"Type":"Page"}`, formats.Message, ""},
		{`{"timestamp":"2026-11-29T08:00:00Z","level":"info"}`, 0, "none of the members"},
	} {
		doc, err := jsondoc.Parse([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		kind, err := formats.KindOf(doc.Root())
		switch {
		case c.says == "" && (err != nil || kind != c.want):
			t.Errorf("%s is of kind %d, %v; want %d", c.text, kind, err, c.want)
		case c.says != "" && (!errors.Is(err, formats.ErrForeign) || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want that it is %s", c.text, err, c.says)
		}
	}
}
