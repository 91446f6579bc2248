package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
)

// program gives segtap as a command of its own: the test binary, called by that
// name.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Args = append([]string{"segtap"}, args...)
	return cmd
}

// TestEveryCaseThroughTheProgram maps the named cases of Segment's own
// destination, as it was observed, through `segtap map`.
func TestEveryCaseThroughTheProgram(t *testing.T) {
	cases, err := os.ReadFile(filepath.Join("..", "..", "mapping", "testdata", "actions-mapping.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	const now = 1_700_000_000_000
	cmd := program(t, "map", "--now", strconv.Itoa(now))
	cmd.Stdin = bytes.NewReader(cases)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	results := bufio.NewScanner(bytes.NewReader(out))
	results.Buffer(nil, 1<<20)
	count := 0
	for line := range bytes.Lines(cases) {
		var c struct {
			Name      string
			Action    string
			Want      map[string]any
			WantError string
			WantSkip  bool
			WantURL   string `json:"wantUrl"`
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if !results.Scan() {
			t.Fatalf("%s: there is no line for it", c.Name)
		}
		count++
		t.Run(c.Name, func(t *testing.T) {
			type result struct {
				URL   string
				Body  []map[string]any
				Error string
				Skip  bool
			}
			var got struct {
				result
				Results []result
			}
			if err := json.Unmarshal(results.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if c.Action == "auto" && !c.WantSkip {
				if len(got.Results) != 1 {
					t.Fatalf("%d results", len(got.Results))
				}
				got.result = got.Results[0]
			}
			if got.Error != c.WantError || got.Skip != c.WantSkip {
				t.Fatalf("error %q, skip %v; want %q, %v", got.Error, got.Skip, c.WantError, c.WantSkip)
			}
			if c.Want == nil {
				return
			}
			if c.Want["creationDate"] == "NOW" {
				c.Want["creationDate"] = float64(now)
			}
			if len(got.Body) != 1 || !reflect.DeepEqual(got.Body[0], c.Want) {
				t.Errorf("sends %v\n want %v", got.Body, c.Want)
			}
			if c.WantURL != "" && got.URL != c.WantURL {
				t.Errorf("to %s, want %s", got.URL, c.WantURL)
			}
		})
	}
	if count < 182 {
		t.Errorf("only %d cases", count)
	}
}

// BenchmarkMapLines maps single Track calls of 1 KB, as `segtap map` does with
// a file of them.
func BenchmarkMapLines(b *testing.B) {
	line := []byte(`{"timestamp":"2026-08-18T12:00:00.123Z","integrations":{},"type":"track","messageId":"ajs-next-1755518400123-7f3e2a","anonymousId":"23adfd82-aa0f-45a7-a756-24f2a7a4c895","userId":"u_42","writeKey":"WK","sentAt":"2026-08-18T12:00:00.200Z","event":"Order Completed","context":{"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"page":{"path":"/checkout","referrer":"https://shop.example.com/cart","search":"","title":"Checkout","url":"https://shop.example.com/checkout"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36","locale":"en-US","timezone":"Europe/Berlin"},"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD","coupon":null,"products":[{"product_id":"p1","sku":"s1","name":"Shirt","price":19.95,"quantity":2},{"product_id":"p2","sku":"s2","name":"Hat","price":20,"quantity":1}]}}` + "\n")
	opt := mapOptions{destination: destinationOptions{name: "actions"}, now: 1}
	judge, _, err := opt.destination.judge()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(line)))
	in := bytes.NewReader(bytes.Repeat(line, b.N))
	b.ResetTimer()
	err = eachLine(in, "lines", discard{}, func() func(dst, line []byte) []byte { return newMapper(judge, opt).appendLine })
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
