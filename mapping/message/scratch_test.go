package message

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawBody draws the body of a request, good or not.
func drawBody(t *rapid.T) Posted {
	member := rapid.SampledFrom([]string{
		`"type":"track"`, `"event":"Ord\u00e9r"`, `"writeKey":"k1"`, `"writeKey":"k2"`, `"writeKey":7`, `"sentAt":"2026-01-01"`,
		`"context":{"a":{"b":[1,2]},"c":"\ud800"}`, `"context":{}`, `"integrations":{"All":false}`, `"properties":{"n":12345678901234567890}`, `"event":"again"`, `"é":"x"`,
	})
	object := func(more ...string) string {
		return "{" + strings.Join(append(rapid.SliceOfN(member, 0, 6).Draw(t, "members"), more...), ",") + "}"
	}
	if rapid.Bool().Draw(t, "batch") {
		var items []string
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			items = append(items, object())
		}
		items = append(items, rapid.SampledFrom([]string{"{}", "7", `"x"`, "[]"}).Draw(t, "odd item"))
		return Posted{Batch: true, Raw: []byte(object(`"batch":[` + strings.Join(items, ",") + `]`))}
	}
	raw := rapid.SampledFrom([]string{object(), object(), "{", "", "[1]", `{"a":"` + "\xff" + `"}`, " {} "}).Draw(t, "body")
	return Posted{Raw: []byte(raw), Type: rapid.SampledFrom([]string{"track", ""}).Draw(t, "route")}
}

// told is all that can be seen of an intake.
func told(in *Intake) string {
	var b strings.Builder
	fmt.Fprintln(&b, in.Problem, in.Refusal, in.WriteKey, in.SentAt, in.Len(), in.Count(), in.Syntax)
	for i := range in.Len() {
		m := in.Message(i)
		fmt.Fprintf(&b, "%s %d %s %v %v %s\n", m.Text, m.Size, m.Root.Raw(), m.Syntax, m.Inherited, m.Root.Doc().Bytes())
		fmt.Fprintln(&b, in.Arrival(i))
		for v := range m.Root.Members() {
			fmt.Fprint(&b, v.Pointer(), m.Root.Member(v.Name()).Text(), m.Root.Member("writeKey").Kind(), " ")
		}
	}
	return b.String()
}

// What is read into memory that was used before is what is read into new memory.
func TestAScratchKeepsNothingOfWhatItHeldBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var scratch Scratch
		for range rapid.IntRange(1, 6).Draw(t, "requests") {
			p := drawBody(t)
			fresh := told(TakeIn(p))
			p.Scratch = &scratch
			if again := told(TakeIn(p)); again != fresh {
				t.Fatalf("%s reads\n%s\nand with a scratch\n%s", p.Raw, fresh, again)
			}
		}
	})
}

// BenchmarkTakeInAgain takes in one message after the other.
func BenchmarkTakeInAgain(b *testing.B) {
	p := Posted{Type: "track", Scratch: new(Scratch), Raw: []byte(`{"type":"track","event":"Order Completed","userId":"u_42","writeKey":"k","properties":{"revenue":59.9}}`)}
	b.ReportAllocs()
	for b.Loop() {
		if m := TakeIn(p).Message(0); m.Syntax != nil {
			b.Fatal(m.Syntax)
		}
	}
}
