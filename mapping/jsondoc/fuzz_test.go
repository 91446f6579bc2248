package jsondoc

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// track is a message of about 1 KB, as analytics.js sends it.
const track = `{"timestamp":"2024-01-02T03:04:05.678Z","integrations":{"Segment.io":{"deliveryStrategy":{"strategies":["batching"]}}},` +
	`"userId":"u_42","anonymousId":"72d7bed1-4f42-4f2f-8955-72677340546b","event":"Order Completed","type":"track",` +
	`"properties":{"order_id":"50314b8e9bcf000000000000","affiliation":"Google Store","value":99.84,"revenue":99.84,"shipping":3,"tax":2,` +
	`"currency":"USD","products":[{"product_id":"507f1f77bcf86cd799439011","sku":"45790-32","name":"Monopoly: 3rd Edition","price":19,"quantity":1}]},` +
	`"context":{"page":{"path":"/checkout","referrer":"","search":"","title":"Checkout","url":"https://shop.example/checkout"},` +
	`"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36","locale":"en-GB","library":{"name":"analytics.js","version":"npm:next-1.70.0"},` +
	`"timezone":"Europe/London"},"messageId":"ajs-next-1704164645678-72d7bed1","writeKey":"abc123","sentAt":"2024-01-02T03:04:05.900Z"}`

func FuzzParse(f *testing.F) {
	for _, seed := range []string{track, `{"a":1,"a":[null,true,"\ud800"],"1":{}}`, "[1e400,-0]", "{\"\xff\":\"\xed\xa0\x80\"}", " \"\\u00", "[[[[", `{"":{"~/":0}}`, ` { "a" : [ ] , "b\\u0041" : { } , "c" : -0.5E+7 } `, `["\\"\\/\\u00e9",01]`, `[1,]`, `{"a":1,}`, `{"a"}`, "[\"\x1f\"]", `[tru]`, "[1.]", "-", `"abcdefg\\`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		doc, err := Parse(text)
		if !bytes.Equal(text, before) {
			t.Fatal("the text has changed")
		}
		if json.Valid(text) != (err == nil) {
			t.Fatalf("encoding/json says %v, we say %v", json.Valid(text), err)
		}
		if again := tokenized(text); (again != nil) != (err == nil) || again != nil && !reflect.DeepEqual(again, doc) {
			t.Fatal("the scan and the tokenizer read different documents")
		}
		if err != nil {
			return
		}
		values := 0
		visit(t, doc.Root(), &values)
		for v := range doc.Duplicates() {
			if v.Parent().Member(v.Name()) == v {
				t.Fatalf("%s is no duplicate: it is the last", v.Pointer())
			}
		}
		for range doc.LongNumbers() {
			values--
		}
		if values < 0 {
			t.Fatal("more long numbers than values")
		}
		if at, bad := doc.InvalidUTF8(); bad && doc.At(at.Offset()).Kind() == Absent {
			t.Fatal("what is no Unicode stands nowhere")
		}
	})
}

// tokenized is the document that the tokenizer makes of a text, without the scan; nil
// where it is no JSON.
func tokenized(text []byte) *Doc {
	d := &Doc{raw: text}
	if d.tokenize() != nil {
		return nil
	}
	d.index()
	return d
}

// visit checks what must hold of every value.
func visit(t *testing.T, v Value, values *int) {
	*values++
	if len(v.Raw()) < 4096 {
		alone, again := new(Doc), new(Doc)
		v.AloneIn(alone)
		if err := again.Reset(v.Raw()); err != nil || !reflect.DeepEqual(alone, again) {
			t.Fatalf("%s alone is not what its text is: %v", v.Pointer(), err)
		}
	}
	if start, _ := v.Span(); v.Doc().At(start) != v {
		t.Fatalf("%s is not found at its place", v.Pointer())
	}
	if v.Doc().Root().Lookup(v.Pointer()) != v && !overridden(v) {
		t.Fatalf("%q leads elsewhere", v.Pointer())
	}
	again, err := Parse(AppendString(nil, v.Text()))
	if err != nil || again.Root().Text() != v.Text() {
		t.Fatalf("%s does not come back: %q, %v", v.Raw(), again.Root().Text(), err)
	}
	members, properties := map[string]bool{}, 0
	for m := range v.Members() {
		members[m.Name()] = true
		visit(t, m, values)
	}
	if given := slices.Collect(v.Properties()); !slices.Equal(given, v.AppendProperties(nil)) {
		t.Fatalf("%s appends other properties than %v", v.Pointer(), given)
	}
	for p := range v.Properties() {
		properties++
		if v.Member(p.Name()) != p {
			t.Fatalf("property %q is not the last member of its name", p.Name())
		}
	}
	if len(members) != properties {
		t.Fatalf("%d names, %d properties", len(members), properties)
	}
	for e := range v.Elements() {
		visit(t, e, values)
	}
}

// overridden reports whether a later member takes the place of v or of
// something that v stands in.
func overridden(v Value) bool {
	for ; v.Kind() != Absent; v = v.Parent() {
		if parent := v.Parent(); parent.Kind() == Object && parent.Member(v.Name()) != v {
			return true
		}
	}
	return false
}

func BenchmarkReset(b *testing.B) {
	var d Doc
	text := []byte(track)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if err := d.Reset(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text := []byte(track)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMember(b *testing.B) {
	doc, err := Parse([]byte(track))
	if err != nil {
		b.Fatal(err)
	}
	root := doc.Root()
	b.ReportAllocs()
	for b.Loop() {
		if root.Member("messageId").Kind() != String || root.Member("channel").Kind() != Absent {
			b.Fatal("a message without its members")
		}
	}
}

func BenchmarkDuplicates(b *testing.B) {
	doc, err := Parse([]byte(track))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for range doc.Duplicates() {
			b.Fatal("a duplicate")
		}
	}
}
