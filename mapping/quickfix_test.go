package mapping

import (
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// What a quick fix makes of a message is what the mapping in force can use:
// anything else gets no fix.
func TestQuickFixesByTheMappingInForce(t *testing.T) {
	const onlyUser = `{"user_key":{"@path":"$.userId"}}`
	for _, c := range []struct {
		name, mapping, body string
		code                verdict.Code
		fixed               string // empty: no fix
	}{
		{"a placeholder that alone is mapped", onlyUser, `{"type":"track","event":"E","userId":"null","anonymousId":"a1"}`, verdict.UserKeyShared, ""},
		{"a placeholder beside another id", "", `{"type":"track","event":"E","userId":"null","anonymousId":"a1"}`, verdict.UserKeyShared, `{"type":"track","event":"E","anonymousId":"a1"}`},
		{"a placeholder beside an id with blanks", "", `{"type":"track","event":"E","userId":"null","anonymousId":" a1"}`, verdict.UserKeyShared, ""},
		{"an empty id that alone is mapped", onlyUser, `{"type":"track","event":"E","userId":"","anonymousId":"a1"}`, verdict.IDNotString, ""},
		{"an empty id beside another", "", `{"type":"track","event":"E","userId":"","anonymousId":"a1"}`, verdict.IDNotString, `{"type":"track","event":"E","anonymousId":"a1"}`},
		{"an empty id that is not mapped", `{"user_key":{"@path":"$.properties.k"}}`, `{"type":"track","event":"E","userId":"","anonymousId":"a1","properties":{"k":"p"}}`, verdict.IDNotString, `{"type":"track","event":"E","anonymousId":"a1","properties":{"k":"p"}}`},
		{"an empty id of a page", "", `{"type":"page","userId":"","anonymousId":"a1"}`, verdict.IDNotString, `{"type":"page","anonymousId":"a1"}`},
		{"a near id that is a placeholder", "", `{"type":"track","event":"E","anonymousId":"a","user_id":"null"}`, verdict.UserKeyFromAnonymousID, ""},
		{"a near id with blanks", "", `{"type":"track","event":"E","anonymousId":"a","user_id":" u "}`, verdict.UserKeyFromAnonymousID, `{"type":"track","event":"E","anonymousId":"a","userId":"u"}`},
		{"a near id that is 0", "", `{"type":"track","event":"E","user_id":0}`, verdict.NoUserAnonID, ""},
		{"a near id that nothing maps", `{"user_key":{"@path":"$.anonymousId"}}`, `{"type":"track","event":"E","anonymousId":"a","user_id":"u"}`, verdict.UserKeyFromAnonymousID, ""},
		{"a near id that is mapped", `{"user_key":{"@path":"$.user_id"}}`, `{"type":"track","event":"E","user_id":"u"}`, verdict.NoUserAnonID, `{"type":"track","event":"E","user_id":"u","userId":"u"}`},
		{"a near key that is a placeholder", `{"user_key":{"@path":"$.context.groupId"}}`, `{"type":"track","event":"E","userId":"u","context":{"group_id":"undefined"}}`, verdict.UserKeyMissing, ""},
		{"a near type in capitals", "", `{"Type":" TRACK ","event":"E","userId":"u"}`, verdict.TypeUnknown, `{"event":"E","userId":"u","type":"track"}`},
		{"a near value that is a text", "", `{"type":"track","event":"E","userId":"u","properties":{"Revenue":"$59.90"}}`, verdict.ValueMissing, `{"type":"track","event":"E","userId":"u","properties":{"revenue":59.9}}`},
		{"a near value that is no number", "", `{"type":"track","event":"E","userId":"u","properties":{"Revenue":"SKU100"}}`, verdict.ValueMissing, ""},
		{"a near object with such a value", "", `{"type":"track","event":"E","userId":"u","Properties":{"revenue":"SKU100"}}`, verdict.ValueMissing, ""},
		{"a near object with a value", "", `{"type":"track","event":"E","userId":"u","Properties":{"revenue":5}}`, verdict.ValueMissing, `{"type":"track","event":"E","userId":"u","properties":{"revenue":5}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var opt destination.EngineOptions
			if c.mapping != "" {
				opt.Mappings = jsondoctest.Value(t, c.mapping)
			}
			engine, err := destination.NewEngine(destination.Actions(), opt)
			if err != nil {
				t.Fatal(err)
			}
			m := message.Parse([]byte(c.body))
			j := NewJudge(engine).Message(&m, message.Arrival{At: noon})
			d := find(j, c.code)
			if d == nil {
				t.Fatalf("no %s: %+v", c.code, j.Diagnostics)
			}
			if d.QuickFix == nil {
				if c.fixed != "" {
					t.Errorf("no fix: %s %s", d.Effect, d.Fix)
				}
				return
			}
			got, err := d.QuickFix.Apply(m.Text)
			if err != nil || string(got) != c.fixed {
				t.Errorf("%s, %v; want %s", got, err, c.fixed)
			}
		})
	}
}
