package destination

import (
	"strings"
	"testing"

	"segtap/mapping/jsondoc/jsondoctest"
)

func TestProvenance(t *testing.T) {
	for _, tc := range []struct {
		name, destination, mappings string
		members                     map[string]string
		want                        string
	}{
		{
			"default", "actions", "null",
			map[string]string{"properties": `{"value":1}`},
			"/contextKeys/user<-/userId /contextKeys/unauthenticatedUser<-/anonymousId /key<-/event /metricValue<-/properties/value /data<-/properties /creationDate<-/timestamp",
		},
		{
			"by the anonymousId, without value and timestamp", "actions", "null",
			map[string]string{"userId": "", "timestamp": `""`},
			"/contextKeys/user<-/anonymousId /contextKeys/unauthenticatedUser<-/anonymousId /key<-/event",
		},
		{
			"nothing without an event", "actions", "null", map[string]string{"event": ""}, "",
		},
		{
			"kinds from paths, names that need escaping", "actions",
			`{"context_kind":{"@path":"$.properties.kind"},"additional_context_keys":{"a/b":{"@path":"$.properties.org"},"gone":{"@path":"$.nope"},"fix":"x"}}`,
			map[string]string{"properties": `{"kind":"de~vice","org":"o"}`},
			"/contextKeys/de~0vice<-/properties/kind,/userId /contextKeys/a~1b<-/properties/org /key<-/event /data<-/properties /creationDate<-/timestamp",
		},
		{
			"a kind that is there twice comes from the user key", "actions", `{"context_kind":"unauthenticatedUser"}`, nil,
			"/contextKeys/unauthenticatedUser<-/userId /key<-/event /creationDate<-/timestamp",
		},
		{
			"data made of parts, a key from a template", "actions",
			`{"event_name":{"@template":"{{type}}: {{event}}"},"event_properties":{"sku":{"@path":"$.properties.sku"},"n":1}}`,
			map[string]string{"properties": `{"sku":["x"]}`},
			"/contextKeys/user<-/userId /contextKeys/unauthenticatedUser<-/anonymousId /key<-/type,/event /data/sku<-/properties/sku /creationDate<-/timestamp",
		},
		{
			"alias", "actions", "null",
			map[string]string{"type": `"identify"`},
			"/key<-/userId /previousKey<-/anonymousId /creationDate<-/timestamp",
		},
		{
			"classic", "classic", "null",
			map[string]string{"properties": `{"value":1,"revenue":2}`},
			"/userKey<-/userId /key<-/event /metricValue<-/properties/value /data<-/properties /creationDate<-/timestamp",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dest, _ := ByName(tc.destination)
			engine, err := NewEngine(dest, EngineOptions{Mappings: jsondoctest.Value(t, tc.mappings)})
			if err != nil {
				t.Fatal(err)
			}
			msg := jsondoctest.Value(t, trackMessage(tc.members))
			var got []string
			out := engine.Run(engine.Select(msg), msg, testClock)
			for _, link := range out.Provenance() {
				got = append(got, link.Event+"<-"+strings.Join(link.Message, ","))
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("got  %s\nwant %s", s, tc.want)
			}
		})
	}
}

func TestPointersStartAtTheMessage(t *testing.T) {
	engine := newEngine(t, Actions())
	msg := jsondoctest.Value(t, `{"batch":[0,`+trackMessage(map[string]string{"properties": `{"revenue":{}}`})+`]}`).Lookup("/batch/1")
	out := engine.Run(engine.Select(msg), msg, testClock)
	if len(out.FieldErrors) != 1 || out.Pointers("metric_value")[0] != "/properties/revenue" {
		t.Errorf("the field error is %v", out.FieldErrors)
	}
}
