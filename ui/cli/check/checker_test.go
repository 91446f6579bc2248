package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segtap/capture/formats"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/query"
	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
)

// mixed is an input of all that check reads, of some MB, so that the memory of workers is
// used again many times. Messages come again, and others have their ids.
func mixed() string {
	r := rand.New(rand.NewPCG(18, 18))
	kinds := []func(i int) string{
		func(i int) string {
			return fmt.Sprintf(`{"type":"track","messageId":"m%d","userId":"u","event":"Order %d","properties":{"revenue":%d.5,"pad":%q}}`, i, i%7, i, strings.Repeat("x", r.IntN(400)))
		},
		func(i int) string {
			return fmt.Sprintf(`{"messageId":"m%d","userId":"u","event":"Order","properties":{"revenue":"%d"}}`, r.IntN(i+1), i%9)
		},
		func(i int) string { return fmt.Sprintf(`{"type":"track","event":"","messageId":"again","n":%d}`, i) },
		func(i int) string { return fmt.Sprintf(`{"type":"trak","event":"E%d","userId":"u"}`, i%3) },
		func(i int) string {
			return fmt.Sprintf(`{"context":{"a":1},"batch":[{"type":"track","messageId":"m%d","event":"B%d"},{"type":"page","userId":"u"}]}`, r.IntN(i+1), i%5)
		},
		func(i int) string {
			return fmt.Sprintf("[{\"event\":\"l%d\",\"userId\":\"u\"},\n{\"event\":\"m\"}]", i%50)
		},
		func(int) string { return "no JSON" },
		func(i int) string { return fmt.Sprintf("{\n  \"event\": \"spread %d\",\n  \"userId\": 1\n}", i%5) },
	}
	var text strings.Builder
	for i := range 20_000 {
		text.WriteString(kinds[r.IntN(len(kinds))](i) + "\n")
	}
	return text.String()
}

func checker(t testing.TB, format report.Format, wanted *query.Filter) *Checker {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return New(mapping.NewJudge(engine), Options{FailOn: "error", Format: format, Problems: true}, wanted, time.UnixMilli(1_760_000_000_000))
}

// printed is what a checker prints, and says, of what it has been given.
func printed(t *testing.T, check func(console.Streams) error) string {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	said := check(console.Streams{Out: out, Err: out})
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s%v", text, said)
}

// What all processors find in an input is, byte for byte, what is found in each line of it
// in new memory; and what is found where each message is looked at again, for a
// filter.
func TestEverybodyFindsTheSame(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mixed.ndjson")
	text := mixed()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	forPeople, _ := report.Named("text")
	document, _ := report.Named("json")
	for name, format := range map[string]report.Format{"text": forPeople, "json": document, "lines": report.Lines} {
		want := printed(t, func(std console.Streams) error {
			c := checker(t, format, nil)
			err := formats.NewReader(strings.NewReader(text)).Each(func(s formats.Stretch) error {
				parts := [][]byte{s.Text}
				if s.Form == formats.Lines {
					parts = bytes.SplitAfter(s.Text, []byte{'\n'})
				}
				var errs []error
				for _, s.Text = range parts {
					sheet := (&worker{Checker: c}).sheet(s, nil)
					for i := range sheet.items {
						errs = append(errs, c.item(file, &sheet.items[i], sheet))
					}
					s.Line++
				}
				return errors.Join(errs...)
			})
			return c.report(std, []string{file}, err)
		})
		all, err := query.Parse("-event:nothing", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, wanted := range []*query.Filter{nil, all} {
			got := printed(t, func(std console.Streams) error {
				return checker(t, format, wanted).Check(context.Background(), std, []string{file})
			})
			if got != want || len(want) < 2000 || strings.Contains(want, "cannot") {
				t.Errorf("%s, with a filter: %v: %d bytes, want %d: %.300s", name, wanted != nil, len(got), len(want), got)
			}
		}
	}
}

// A filter wants the same messages where a worker asks it and where each message is looked at
// again when its turn comes, as for its number.
func TestAFilterWantsTheSameWhereverItIsAsked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mixed.ndjson")
	if err := os.WriteFile(file, []byte(mixed()), 0o600); err != nil {
		t.Fatal(err)
	}
	format, _ := report.Named("json")
	for _, text := range []string{"event:order*", "properties.revenue>500", "-code:duplicate_message_id", "code:duplicate_message_id", "is:rejected", "spread", "type:page OR user:u is:unknown"} {
		var told [2]string
		for i, filter := range []string{text, "(" + text + ") id:>0"} {
			wanted, err := query.Parse(filter, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			c := checker(t, format, wanted)
			if c.looksAgain() != (i == 1) {
				t.Error(filter)
			}
			told[i] = printed(t, func(std console.Streams) error { return c.Check(context.Background(), std, []string{file}) })
		}
		if told[0] != told[1] || len(told[0]) < 100 {
			t.Errorf("%s: %.400s\nbut looked at again %.400s", text, told[0], told[1])
		}
	}
}

// BenchmarkCheck checks Track calls of 1 KB, as `segtap check` does with a file of them.
func BenchmarkCheck(b *testing.B) {
	const line = `{"timestamp":"2026-08-18T12:00:00.123Z","integrations":{},"type":"track","messageId":"ajs-next-1755518400123-%08d","anonymousId":"23adfd82-aa0f-45a7-a756-24f2a7a4c895","userId":"u_42","writeKey":"WK","sentAt":"2026-08-18T12:00:00.200Z","event":"Order Completed","context":{"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"page":{"path":"/checkout","referrer":"https://shop.example.com/cart","search":"","title":"Checkout","url":"https://shop.example.com/checkout"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36","locale":"en-US","timezone":"Europe/Berlin"},"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD","coupon":null,"products":[{"product_id":"p1","sku":"s1","name":"Shirt","price":19.95,"quantity":2},{"product_id":"p2","sku":"s2","name":"Hat","price":20,"quantity":1}]}}` + "\n"
	file := filepath.Join(b.TempDir(), "tracks.ndjson")
	var text []byte
	for i := range b.N {
		text = fmt.Appendf(text, line, i)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		b.Fatal(err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	c := checker(b, report.Lines, nil)
	b.ReportAllocs()
	b.ResetTimer()
	if err := c.Check(context.Background(), console.Streams{Out: null, Err: null}, []string{file}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
