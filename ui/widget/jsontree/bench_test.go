package jsontree

import (
	"fmt"
	"strings"
	"testing"
)

// ninekB is a Track call of about 9 KB.
func ninekB() []byte {
	var b strings.Builder
	b.WriteString(`{"type":"track","event":"Order Completed","userId":"u_42","properties":{"revenue":59.90,"products":[`)
	for i := 0; b.Len() < 9000; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"product_id":"507f1f77bcf86cd799%06d","sku":"G-%d","name":"Monopoly: %d Edition","price":%d.5,"quantity":1,"gift":false}`, i, i, i, i)
	}
	b.WriteString(`]}}`)
	return []byte(b.String())
}

func BenchmarkNew(b *testing.B) {
	raw := ninekB()
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		New(raw)
	}
}

// All lines of the 9 KB document in colour, parsing included.
func BenchmarkNewAndViewAll(b *testing.B) {
	raw := ninekB()
	opt := Options{Styles: painted, Cursor: true}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		t := New(raw)
		t.View(120, len(t.outline.rows), opt)
	}
}

func BenchmarkViewAll(b *testing.B) {
	t := New(ninekB())
	opt := Options{Styles: painted, Cursor: true}
	b.ReportAllocs()
	for b.Loop() {
		t.View(120, len(t.outline.rows), opt)
	}
}

// A window of 100×50 must cost the same whatever lies around it.
func BenchmarkView(b *testing.B) {
	many := "[" + strings.Repeat(`{"name":"x","value":1.5},`, 50_000) + "0]"
	long := `["` + strings.Repeat("Order Completed ", 1<<19) + `"]`
	accents := `["` + strings.Repeat("Bestellung bestätigt ", 1<<18) + `"]`
	for _, bb := range []struct {
		name, raw string
		wrap      bool
	}{
		{"9KB", string(ninekB()), false},
		{"200,000 lines", many, false},
		{"200,000 lines wrapped", many, true},
		{"8 MB string", long, false},
		{"8 MB string wrapped", long, true},
		{"6 MB string with accents", accents, false},
		{"6 MB string with accents wrapped", accents, true},
	} {
		b.Run(bb.name, func(b *testing.B) {
			t := New([]byte(bb.raw))
			t.SetWrapping(bb.wrap)
			t.View(100, 50, Options{Styles: painted, Cursor: true})
			t.Wheel(len(t.outline.rows) / 2)
			t.ScrollX(1_000_000)
			b.ReportAllocs()
			for b.Loop() {
				t.View(100, 50, Options{Styles: painted, Cursor: true})
			}
		})
	}
}
