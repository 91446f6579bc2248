//go:build unix

package scan

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The tree of the benchmark: of each hundred files two have calls.
const (
	benchFiles = 100_000
	withCalls  = 50 // each such file
	perDir     = 40
)

// ends are the names of files, about as often as they are in an app.
var ends = []string{".ts", ".ts", ".tsx", ".tsx", ".js", ".js", ".go", ".py", ".json", ".md"}

// BenchmarkScan scans a tree, and has ripgrep count the lines with track in it. Where other
// programs share the processors, the time of the processors says more than that of the clock.
func BenchmarkScan(b *testing.B) {
	root := b.TempDir()
	written := benchTree(b, root)
	var clock, processors time.Duration
	peak, before := uint64(0), memory()
	for b.Loop() {
		stop, done := make(chan bool), make(chan bool)
		go func() {
			defer close(done)
			for ticks := time.Tick(5 * time.Millisecond); ; {
				select {
				case <-ticks:
					peak = max(peak, memory())
				case <-stop:
					return
				}
			}
		}()
		began, used := time.Now(), processorTime(b)
		r, err := Run(b.Context(), []string{root}, Options{})
		clock += time.Since(began)
		processors += processorTime(b) - used
		close(stop)
		<-done
		if err != nil || r.Files != benchFiles || len(r.Names) != benchFiles/withCalls*2 {
			b.Fatalf("%v, %d files, %d names", err, r.Files, len(r.Names))
		}
	}
	clock, processors = clock/time.Duration(b.N), processors/time.Duration(b.N)
	b.ReportMetric(benchFiles/clock.Seconds(), "files/s")
	b.ReportMetric(benchFiles/processors.Seconds(), "files/cpu-s")
	b.ReportMetric(float64(written)/1e6/clock.Seconds(), "MB/s")
	b.ReportMetric(float64(peak-min(peak, before))/1e6, "MB-peak")
	if rg, rgProcessors := ripgrep(b, root); rg > 0 {
		b.ReportMetric(clock.Seconds()/rg.Seconds(), "x-rg")
		b.ReportMetric(processors.Seconds()/rgProcessors.Seconds(), "x-rg-cpu")
	}
}

// processorTime returns how long the processors have worked for the program.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// memory returns how much memory of the system the program has.
func memory() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// ripgrep returns how long rg takes, by the clock and of the processors, the best of
// three; 0 where it is not installed.
func ripgrep(b *testing.B, root string) (clock, processors time.Duration) {
	path, err := exec.LookPath("rg")
	if err != nil {
		return 0, 0
	}
	for range 3 {
		began := time.Now()
		cmd := exec.Command(path, "-c", "track", root)
		if out, err := cmd.Output(); err != nil || bytes.Count(out, []byte("\n")) != benchFiles/withCalls {
			b.Fatal(err, len(out))
		}
		if spent := time.Since(began); clock == 0 || spent < clock {
			clock, processors = spent, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
		}
	}
	return clock, processors
}

// benchTree writes the tree, and returns how many bytes it has.
func benchTree(b *testing.B, root string) int {
	random := rand.New(rand.NewPCG(1, 2))
	written := 0
	for i := range benchFiles {
		dir := filepath.Join(root, fmt.Sprintf("pkg%d", i/perDir/50), fmt.Sprintf("dir%d", i/perDir%50))
		if i%perDir == 0 {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				b.Fatal(err)
			}
		}
		end := ends[i%len(ends)]
		if i%withCalls == 0 {
			end = ".ts"
		}
		text := source(random, i%withCalls == 0)
		written += len(text)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("file%d%s", i, end)), text, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return written
}

// source writes a file of 0.5 to 8 KB.
func source(random *rand.Rand, calls bool) []byte {
	var text bytes.Buffer
	for lines := 10 + random.IntN(100); lines > 0; lines-- {
		fmt.Fprintf(&text, "  const value%d = compute(items[%d], \"a label\") // %s\n", lines, random.IntN(1000), strings.Repeat("x", random.IntN(20)))
	}
	if calls {
		for range 2 {
			fmt.Fprintf(&text, "analytics.track('Event %d', { revenue: %d.5, currency: 'EUR' })\n", random.IntN(300), random.IntN(100))
		}
	}
	return text.Bytes()
}
