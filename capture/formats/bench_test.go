package formats_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"segtap/capture/formats"
	"segtap/capture/journal"
)

// largeFile writes n messages of about 1 KB to a file, between two texts.
func largeFile(b *testing.B, n int, before, between, after string) *os.File {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "large"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	out := bufio.NewWriterSize(f, 1<<20)
	pad := strings.Repeat("x", 800)
	fmt.Fprint(out, before)
	for i := range n {
		if i > 0 {
			fmt.Fprint(out, between)
		}
		fmt.Fprintf(out, `{"timestamp":"2026-08-18T12:00:00.123Z","integrations":{},"type":"track","messageId":"m%d","userId":"u_%d","event":"Order Completed","properties":{"revenue":%d.5},"context":{"pad":"%s"}}`, i, i%1000, i%100, pad)
	}
	fmt.Fprint(out, after)
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	return f
}

func openLarge(b *testing.B, f *os.File) *formats.File {
	b.Helper()
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	opened, err := formats.Open(f, info.Size(), "large")
	if err != nil {
		b.Fatal(err)
	}
	return opened
}

// BenchmarkOpenAtTheNewestEnd opens a file of 1,000,000 messages, about 1 GB, and reads
// the last 200.
func BenchmarkOpenAtTheNewestEnd(b *testing.B) {
	f := largeFile(b, 1_000_000, "", "\n", "\n")
	for b.Loop() {
		file, n := openLarge(b, f), 0
		if _, err := file.Tail(200, func(h *journal.Head) error {
			_, err := file.ReadAt(h.Place)
			n++
			return err
		}); err != nil || n != 200 {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkScan goes over 1,000,000 messages, one a line.
func BenchmarkScan(b *testing.B) { scanLarge(b, largeFile(b, 1_000_000, "", "\n", "\n"), 1_000_000) }

// BenchmarkScanArray goes over an array of 200,000 messages, about 200 MB.
func BenchmarkScanArray(b *testing.B) { scanLarge(b, largeFile(b, 200_000, "[", ",", "]"), 200_000) }

// scanLarge scans a file, and measures by how much the heap grows.
func scanLarge(b *testing.B, f *os.File, want int) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most := uint64(0)
	for b.Loop() {
		file, n := openLarge(b, f), 0
		if _, err := file.Scan(0, func(*journal.Head) error {
			if n++; n%50_000 == 0 {
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse-min(now.HeapInuse, before.HeapInuse))
			}
			return nil
		}); err != nil || n != want {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(most)/1e6, "heap-MB")
	b.ReportMetric(float64(want*b.N)/b.Elapsed().Seconds(), "messages/s")
}

// unlimited reads as one array that never ends, or one HAR file.
type unlimited struct {
	start, again string
	rest         string
	left         int
}

func (u *unlimited) Read(p []byte) (int, error) {
	if u.left -= len(p); u.left < 0 {
		return 0, io.EOF
	}
	for n := 0; ; {
		if u.rest == "" {
			u.rest = u.start
			u.start = u.again
		}
		m := copy(p[n:], u.rest)
		u.rest = u.rest[m:]
		if n += m; n == len(p) {
			return n, nil
		}
	}
}

// What is larger than memory is read all the same: of an array, a HAR file and lines no
// more than a few MB are kept.
func TestMemoryIsBounded(t *testing.T) {
	const message = `{"type":"track","event":"Order Completed","userId":"u","properties":{"revenue":59.9}}`
	call := request("POST", "https://api.segment.io/v1/t", posted(message+strings.Repeat(" ", 1000)))
	for name, in := range map[string]*unlimited{
		"array": {start: "[" + message, again: ",\n" + message},
		"HAR":   {start: `{"log":{"entries":[` + call, again: "," + call},
		"lines": {start: message, again: "\n" + message},
	} {
		t.Run(name, func(t *testing.T) {
			in.left = 64 << 20
			var before, now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			n, most, last := 0, uint64(0), int64(0)
			reader := formats.NewReader(in)
			err := reader.Each(func(s formats.Stretch) error {
				n++
				if at := s.Offset >> 23; at > last { // every 8 MiB
					last = at
					runtime.GC()
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
				}
				return nil
			})
			// An array is first looked at as one value, of up to 1 MiB.
			if most > 12<<20 || n < 100 {
				t.Errorf("%d MB for %d stretches, %v", most>>20, n, err)
			}
			t.Logf("%d MB for %d stretches", most>>20, n)
		})
	}
}
