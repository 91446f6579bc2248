package journaltest

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// AnyRecord draws a record as it reads back, but for its id and place.
func AnyRecord(t *rapid.T) journal.Record {
	text := rapid.String()
	number := rapid.Uint64Range(0, notation.MaxID-1)
	rec := journal.Record{Head: journal.Head{
		Kind: rapid.SampledFrom([]journal.Kind{journal.Request, journal.Entry, journal.Attempt, journal.Mark, journal.Settings, journal.Plan, journal.Draft}).Draw(t, "kind"),
		At:   time.UnixMicro(rapid.Int64Range(-1<<55, 1<<57).Draw(t, "at")).UTC(),
	}}
	if rec.Kind.Numbered() {
		rec.N = rapid.IntRange(1, 5000).Draw(t, "n")
		rec.Summaries = rapid.SampledFrom([][]byte{[]byte(`[]`), []byte(`[1]`), []byte(`[["]}\\",{"body":"x\"}"}]]`)}).Draw(t, "heads")
		rec.Parent = number.Draw(t, "parent")
		rec.Origin, rec.From = text.Draw(t, "origin"), text.Draw(t, "from")
		rec.Body = rapid.OneOf(
			rapid.SliceOf(rapid.Byte()), rapid.Map(text, func(s string) []byte { return []byte(s) }),
		).Draw(t, "body")
	}
	switch rec.Kind {
	case journal.Request:
		rec.Method, rec.Path, rec.Query = text.Draw(t, "method"), text.Draw(t, "path"), text.Draw(t, "query")
		rec.Remote, rec.WriteKey = text.Draw(t, "remote"), text.Draw(t, "write key")
		rec.Library, rec.Encoding, rec.Problem = text.Draw(t, "library"), text.Draw(t, "encoding"), text.Draw(t, "problem")
		rec.WireBytes, rec.Status = int64(number.Draw(t, "wire bytes")), rapid.IntRange(0, 999).Draw(t, "status")
		for range rapid.IntRange(0, 3).Draw(t, "headers") {
			name := rapid.OneOf(text, rapid.SampledFrom([]string{"body", "body64", "id", "status"})).Draw(t, "name")
			rec.Headers = append(rec.Headers, journal.Header{Name: name, Value: text.Draw(t, "header")})
		}
	case journal.Mark:
		rec.Entry, rec.On = number.Draw(t, "entry"), rapid.Bool().Draw(t, "on")
	case journal.Draft:
		rec.Entry, rec.On = number.Draw(t, "entry"), rapid.Bool().Draw(t, "on")
		if rec.On {
			rec.Body = rapid.OneOf(
				rapid.SliceOf(rapid.Byte()), rapid.Map(text, func(s string) []byte { return []byte(s) }),
			).Draw(t, "draft")
		}
	case journal.Attempt, journal.Settings, journal.Plan:
		if rec.Kind == journal.Attempt {
			rec.Entry = number.Draw(t, "entry")
		}
		if name := rapid.OneOf(text, rapid.SampledFrom([]string{"at", "id", "entry", "n"})).Draw(t, "field"); name != "" {
			quoted, _ := jsontext.AppendQuote(nil, name)
			rec.Fields = append(append([]byte(`{ `), quoted...), ` : [1e999, "}"], "a":{"b":"}"}}`...)
		}
	}
	return rec
}
