package jsondoctest

import (
	"testing"

	"segtap/mapping/jsondoc"
)

// Value returns the value of a text that is known to be JSON.
func Value(t testing.TB, text string) jsondoc.Value {
	t.Helper()
	doc, err := jsondoc.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return doc.Root()
}
