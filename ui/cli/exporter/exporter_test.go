package exporter

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/ui/cli/report"
	"segtap/ui/events/columns"
	"segtap/ui/widget/sanitize"
)

// hostile are names that do something where they are shown.
var hostile = []string{
	"=1+1", " =cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "＝1", "\t=1", "\r=1", "a\nb", "\x1b]0;x\a", "##vso[task]", "::error::x", "a,b;\"c\"",
	"\u202ex", "\u2028", "```", "|", "<b>", "]]>", "\xff\xfe", "", "-5", "ordinary",
}

// Whatever stands in a message, the table is read again with a row for each message, no
// cell is a formula, and none acts on a terminal or a CI.
func TestTheTableIsHarmless(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge := mapping.NewJudge(engine)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String())
		var out bytes.Buffer
		table := newTable(&out, Options{})
		n := rapid.IntRange(0, 5).Draw(t, "n")
		for i := range n {
			member := func(name string) string {
				return string(jsondoc.AppendString(nil, strings.ToValidUTF8(text.Draw(t, name), "\uFFFD")))
			}
			raw := `{"type":"track","event":` + member("event") + `,"userId":` + member("user") + `,"messageId":` + member("id") + `,"timestamp":` + member("timestamp") +
				`,"properties":{"revenue":` + member("value") + `},"context":{"library":{"name":` + member("source") + `}}}`
			m := message.TakeIn(message.Posted{Raw: []byte(raw)}).Message(0)
			j := judge.Message(&m, message.Arrival{})
			if _, err := table.write(&event{number: uint64(i) + 1, message: &m, judged: &j}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := table.close(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(out.Bytes())).ReadAll()
		if err != nil || len(rows) != n+1 || len(rows[0]) != len(columns.All())+len(more) {
			t.Fatalf("%d rows, %v of\n%s", len(rows), err, out.Bytes())
		}
		if strings.Contains(out.String(), "##vso[") {
			t.Fatalf("a command: %q", out.String())
		}
		for _, row := range rows {
			for _, cell := range row {
				begins := []rune(strings.TrimLeft(cell, " ") + "x")[0]
				if !sanitize.IsClean(cell) || strings.ContainsRune("=@＝", begins) || strings.ContainsRune("+-", begins) && strings.Trim(cell, "0123456789+-.eE") != "" {
					t.Fatalf("the cell %q", cell)
				}
			}
		}
	})
}

// A cell that is no formula is as it was.
func TestNumbersAreNoFormulas(t *testing.T) {
	table := newTable(nil, Options{})
	for cell, want := range map[string]string{
		"-5": "-5", "+1.5e3": "+1.5e3", "-5+3": "'-5+3", "=1": "'=1", " @a": "' @a", "'=1": "'=1", "": "", "-": "'-", "-inf": "'-inf", "-0x1p2": "'-0x1p2", "a=1": "a=1",
	} {
		if got := table.harmless(cell); got != want {
			t.Errorf("%q is written %q, want %q", cell, got, want)
		}
	}
}

// Secrets are masked by what they are called and by what they look like, and JSON stays
// what it is but for them.
func TestSecretsAreMasked(t *testing.T) {
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"
	for _, c := range []struct {
		text, want string
		keys       bool
		emails     bool
	}{
		{text: `{"password":"x","n":1.50,"n":2,"a":{"apiKey":["y",{"z":"w"}]}}`, want: `{"password":"****","n":1.50,"n":2,"a":{"apiKey":["****",{"z":"****"}]}}`},
		{
			text: `{"password":1234567890,"pin_token":{"value":"hunter2secretvalue","n":[-1.5e3,true]},"secret":null,"ok":false}`,
			want: `{"password":"****","pin_token":{"value":"****","n":["****","****"]},"secret":null,"ok":false}`,
		},
		{text: `{"write_key":{"a":7},"cookie":{"write_key":7}}`, want: `{"write_key":{"a":7},"cookie":{"write_key":"****"}}`, keys: true},
		{text: `{"note":"` + jwt + `", "h":"Bearer abcdefgh12"}`, want: `{"note":"****", "h":"****"}`},
		{text: `{"k":"sdk-01234567-89ab-cdef-0123-456789abcdef\nx"}`, want: `{"k":"****\nx"}`},
		{text: `{"a":"\njo@example.com, ok","b":"x%40example.com"}`, want: `{"a":"\n****, ok","b":"****"}`, emails: true},
		{text: `{"a":"jo@example.com"}`, want: `{"a":"jo@example.com"}`},
		{text: `{"jo@example.com":1}`, want: `{"****":1}`, emails: true},
		{text: `{"writeKey":"abcdefgh12345678","b":"abcdefgh12345678"}`, want: `{"writeKey":"****","b":"****"}`},
		{text: `{"writeKey":"abcdefgh12345678","secret":"s"}`, want: `{"writeKey":"abcdefgh12345678","secret":"****"}`, keys: true},
	} {
		doc, err := jsondoc.Parse([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		s := secrets{keys: c.keys, emails: c.emails}
		if got := string(s.json(doc.Root(), "abcdefgh12345678")); got != c.want {
			t.Errorf("%s\nis %s,\nwant %s", c.text, got, c.want)
		}
	}
}

// What is told of a problem names no value that stands beneath a secret.
func TestProblemsTellNoSecrets(t *testing.T) {
	for pointer, want := range map[string]string{"/properties/pin_token/value": mask, "/properties/tokens/0": mask, "/properties/value": "4711"} {
		p := report.Problem{Pointer: pointer, Values: []string{"4711"}, Effect: "4711 is no number", Fix: "send 4711 as one"}
		new(secrets).problem(&p)
		if p.Values[0] != want || p.Effect != want+" is no number" || p.Fix != "send "+want+" as one" {
			t.Errorf("%s: %+v", pointer, p)
		}
	}
}

// A text that is JSON only in part, such as a message that is broken or a value that was
// shortened, has none either.
func TestFragmentsTellNoSecrets(t *testing.T) {
	for text, want := range map[string]string{
		`{"password":"hun\"ter2","a":1,}`:                              `{"password":"****","a":1,}`,
		`{"a":[{"pin_token" : {"v":["}",2]}, "b":"c"`:                  `{"a":[{"pin_token" : "****", "b":"c"`,
		`value {"secret":12345, "b":null,"token":null}.`:               `value {"secret":"****", "b":null,"token":null}.`,
		`{"secret":"hunter2…`:                                          `{"secret":"****"`,
		`{"cookie":{"a":"hunter2`:                                      `{"cookie":"****"`,
		`{"cookie":-1.5}`:                                              `{"cookie":"****"}`,
		`{"a":{"secret":"x"},"b":{"secret":true}}`:                     `{"a":{"secret":"****"},"b":{"secret":"****"}}`,
		`she said "the secret": `:                                      `she said "the secret": `,
		`the "secret" of it`:                                           `the "secret" of it`,
		`"https://a:SECRET@h/?access_token=SECRET&a=1&key=SECRET#x"`:   `"https://****@h/?access_token=****&a=1&key=****#x"`,
		`{"u":"https:\/\/SECRET@h\/p","v":"http://h:80/@x?sort=key",}`: `{"u":"https:\/\/****@h\/p","v":"http://h:80/@x?sort=key",}`,
		`"password=SECRET"`:                                            `"password=****"`,
		`db password = 'SECRET SECRET', key=7`:                         `db password = ****, key=7`,
		`{"a":"x password=\"SECRET\" y",}`:                             `{"a":"x password=**** y",}`,
		`{"secret":}`:                                                  `{"secret":}`,
		`{"a":"b"} knows no ` + "`secret`":                             `{"a":"b"} knows no ` + "`secret`",
	} {
		if got := new(secrets).text(text, ""); got != want {
			t.Errorf("%s\nis %s,\nwant %s", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune(`"secret:{}[],\ 1=@/?&`))).Draw(t, "text")
		now := new(secrets).text(text, "")
		if again := new(secrets).text(now, ""); again != now {
			t.Fatalf("%q is %q, and that %q", text, now, again)
		}
	})
}
