package mapping

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// FuzzJudge holds what is promised of every judgement, whatever came: it is the
// same each time, an event is missing exactly when a reason says why, gates and
// diagnostics agree, the bytes stay as they came, and a quick fix makes its own
// diagnostic disappear.
func FuzzJudge(f *testing.F) {
	for _, c := range codeCases {
		if len(c.raises) < 2000 {
			f.Add([]byte(c.raises), c.route == "batch")
			f.Add([]byte(c.close), c.route == "batch")
		}
	}
	f.Add([]byte(`{"userId":"","userId":"","anonymousId":"a","event":"E"}`), false)
	f.Add([]byte(`{"batch":[{"type":"track","userId":1}],"context":{"a":1},"integrations":{"All":false}}`), true)
	var judges []*Judge
	for _, dest := range destination.Destinations() {
		engine, err := destination.NewEngine(dest, destination.EngineOptions{})
		if err != nil {
			f.Fatal(err)
		}
		judges = append(judges, NewJudge(engine))
	}
	var scratch Scratch
	f.Fuzz(func(t *testing.T, raw []byte, batch bool) {
		came := slices.Clone(raw)
		route := "track"
		if batch {
			route = ""
		}
		p := message.Posted{Raw: raw, Type: route, Batch: route == ""}
		body := message.TakeIn(p).Body
		p.Scratch = &scratch.Scratch
		again := message.TakeIn(p)
		in := message.Arrival{At: noon, RequestBytes: len(raw), BatchMessages: body.BatchMessages(), SentAt: body.SentAt}
		for i := range min(body.Len(), 4) {
			for _, judge := range judges {
				checkJudgement(t, judge, body.Message(i), in)
				fresh, second := body.Message(i), again.Message(i)
				if a, b := judge.Message(&fresh, in), judge.MessageIn(&scratch, &second, in); !reflect.DeepEqual(a.Diagnostics, b.Diagnostics) || a.Verdict != b.Verdict ||
					a.Reason != b.Reason || a.Event != nil && !bytes.Equal(a.Event.AppendJSON(nil), b.Event.AppendJSON(nil)) {
					t.Fatal("it is judged otherwise where others were judged before")
				}
			}
		}
		if !bytes.Equal(raw, came) {
			t.Fatal("the bytes that came have changed")
		}
	})
}

func checkJudgement(t *testing.T, judge *Judge, m message.Message, in message.Arrival) {
	t.Helper()
	j := judge.Message(&m, in)
	again := judge.Message(&m, in)
	if !reflect.DeepEqual(j.Diagnostics, again.Diagnostics) || j.Verdict != again.Verdict || j.Reason != again.Reason {
		t.Fatal("it is judged otherwise the second time")
	}
	if (j.Event == nil) != (j.Reason != "") {
		t.Fatalf("event %v, reason %q", j.Event, j.Reason)
	}
	errors := 0
	for _, d := range j.Diagnostics {
		if d.Severity == verdict.Error {
			errors++
			if d.Gate <= verdict.Valued && j.Verdict.Gates.State(d.Gate) != verdict.Fail {
				t.Fatalf("%s is an error, and gate %s is %s", d.Name(), d.Gate, j.Verdict.Gates.State(d.Gate))
			}
		}
		if d.QuickFix == nil {
			continue
		}
		fixed, err := d.QuickFix.Apply(m.Text)
		if err != nil {
			t.Fatalf("%s: %v", d.Name(), err)
		}
		repaired := message.Parse(fixed)
		after := judge.Message(&repaired, in)
		if slices.ContainsFunc(after.Diagnostics, func(o verdict.Diagnostic) bool { return o.Code == d.Code && o.Pointer == d.Pointer }) {
			t.Fatalf("%s at %s stays after its fix: %s", d.Name(), d.Pointer, fixed)
		}
	}
	if errors != j.Verdict.Errors {
		t.Fatalf("%d errors, the verdict counts %d", errors, j.Verdict.Errors)
	}
	if j.Event != nil {
		_ = message.Parse(j.Event.AppendJSON(nil))
	}
}
